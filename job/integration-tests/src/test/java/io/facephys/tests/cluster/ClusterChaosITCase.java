package io.facephys.tests.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.facephys.operations.cluster.ClusterOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The packaged job on a cluster of processes, for long: random kills with a stop in which Kafka
 * forgets the job's transactional ids, and the worst moment with the broker's real timeout. {@code
 * mvn verify -Pcluster} runs it; {@code -Dfacephys.seed=N} repeats a run, {@code
 * -Dfacephys.engine=kernel} takes the other engine.
 */
@Tag("cluster")
final class ClusterChaosITCase {
  private static final int SUBJECTS = 16;
  private static final int KILLS = 20;
  private static final int MAX_ROUNDS_BETWEEN = 4;
  private static final int WORST_MOMENTS = 6;

  /** A broker whose times run out within a minute: those of transactions, ids and records. */
  private static final Map<String, String> IMPATIENT =
      Map.of(
          "transactional.id.expiration.ms", "20000",
          "transaction.remove.expired.transaction.cleanup.interval.ms", "500",
          "transaction.abort.timed.out.transaction.cleanup.interval.ms", "1000",
          "log.message.timestamp.before.max.ms", "60000");

  private static final List<String> JOB =
      List.of("--engine", ClusterRun.ENGINE.toString(), "--kafka", "transaction.timeout.ms=30000");
  private static final int ROUNDS_WITH_A_RATE = 32; // 16 s, after which there are pulse rates

  @TempDir private Path folder;

  @Test
  void everyWaveComesOnceWithTwentyRandomKills() throws Exception {
    long seed = Long.getLong("facephys.seed", System.nanoTime() & 0xffff);
    System.out.printf("random kills with -Dfacephys.seed=%d%n", seed);
    try {
      killAtRandom(new Random(seed));
    } catch (Exception | AssertionError e) {
      throw new AssertionError("-Dfacephys.seed=%d repeats these kills".formatted(seed), e);
    }
  }

  private void killAtRandom(Random random) throws Exception {
    List<Integer> pauses = new ArrayList<>();
    for (int i = 0; i < KILLS; i++) {
      pauses.add(random.nextInt(MAX_ROUNDS_BETWEEN + 1)); // 0: at once after the one before
    }
    int rounds = pauses.stream().mapToInt(i -> i).sum() + 2 * MAX_ROUNDS_BETWEEN;
    SubjectStreams streams = new SubjectStreams(SUBJECTS, rounds);
    int longStop = random.nextInt(KILLS);
    Map<String, Integer> killed = new TreeMap<>();
    ClusterOptions options = ClusterRun.options().brokerSettings(IMPATIENT).jobArguments(JOB);
    try (ClusterRun run = new ClusterRun(folder, options, streams)) {
      int waves = SUBJECTS;
      for (int i = 0; i < KILLS; i++) {
        waves += pauses.get(i) * SUBJECTS;
        run.awaitWaves(waves);
        if (i == longStop) {
          run.killTaskManagersAtCheckpoint();
          run.waitUntilKafkaForgetsTheTransactions();
          killed.put("all TaskManagers, for long", 1);
        } else {
          killed.merge(kill(run, random), 1, Integer::sum);
        }
      }
      run.awaitAll();
      run.expectEveryWaveOnce();
      System.out.printf(
          "killed %s; transactions sent again: %d; waves: %d%n",
          killed, run.logged("SENT_AGAIN"), streams.expectedWaves());
    }
  }

  /** Kills something; says what. */
  private static String kill(ClusterRun run, Random random) {
    List<String> victims =
        switch (random.nextInt(5)) {
          case 0 -> List.of("jobmanager");
          case 1 -> List.of("kafka");
          case 2 -> run.taskManagers();
          default -> List.of("taskmanager-" + (1 + random.nextInt(2)));
        };
    victims.forEach(run.cluster()::kill);
    return victims.size() == 1 ? victims.get(0) : "all TaskManagers";
  }

  @Test
  void wavesOfATransactionThatTimedOutAreSentAgain() throws Exception {
    ClusterOptions options =
        ClusterRun.options()
            .brokerSettings(
                Map.of("transaction.abort.timed.out.transaction.cleanup.interval.ms", "1000"))
            .jobArguments(JOB);
    SubjectStreams streams = new SubjectStreams(SUBJECTS, 12 * WORST_MOMENTS);
    try (ClusterRun run = new ClusterRun(folder, options, streams)) {
      for (int i = 0; i < WORST_MOMENTS && run.logged("SENT_AGAIN") == 0; i++) {
        run.awaitWaves(i * 10 * SUBJECTS + 1);
        run.killTaskManagersAtCheckpoint();
        Awaitility.await()
            .atMost(ClusterRun.PATIENCE)
            .until(() -> run.kafka().openTransactions().isEmpty());
        run.awaitWaves(i * 10 * SUBJECTS + 4 * SUBJECTS);
      }
      run.awaitWaves(ROUNDS_WITH_A_RATE * SUBJECTS);
      streams.end();
      run.awaitAll();
      run.expectEveryWaveOnce();
      System.out.printf(
          "waves: %d; transactions sent again: %d%n",
          streams.expectedWaves(), run.logged("SENT_AGAIN"));
      assertThat(run.logged("SENT_AGAIN")).as("transactions sent again").isPositive();
    }
  }
}
