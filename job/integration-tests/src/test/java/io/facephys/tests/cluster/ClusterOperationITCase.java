package io.facephys.tests.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facephys.cli.FacePhys;
import io.facephys.operations.cluster.ClusterFolder;
import io.facephys.operations.cluster.ClusterOptions;
import io.facephys.operations.cluster.FlinkRest;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator does to a running cluster; {@code mvn verify -Pcluster} runs it. */
@Tag("cluster")
final class ClusterOperationITCase {
  private static final int SUBJECTS = 4;

  @TempDir private Path folder;

  @Test
  void rescaledAndUpgradedRunEqualsUnbrokenRun() throws Exception {
    SubjectStreams streams = new SubjectStreams(SUBJECTS, 32);
    try (ClusterRun run = new ClusterRun(folder, ClusterRun.options(), streams)) {
      run.awaitWaves(6 * SUBJECTS);
      run.rescale(1);
      run.awaitWaves(14 * SUBJECTS);
      run.rescale(2);
      run.awaitWaves(22 * SUBJECTS);
      String savepoint = run.cluster().rest().stopWithSavepoint(ClusterRun.PATIENCE);
      run.restart(ClusterRun.options().jar(anotherVersion()).from(savepoint));
      run.awaitAll();
      run.expectEveryWaveOnce();
    }
  }

  @Test
  void jobThatWasStoppedWithoutAskingForTheResultGoesOnFromTheSavepoint() throws Exception {
    ClusterOptions options =
        ClusterRun.options().settings(Map.of("rest.async.store-duration", "3s"));
    SubjectStreams streams = new SubjectStreams(SUBJECTS, 32);
    try (ClusterRun run = new ClusterRun(folder, options, streams)) {
      run.awaitWaves(6 * SUBJECTS);
      FlinkRest rest = run.cluster().rest();
      String job = rest.job().orElseThrow().id();
      AtomicLong next = new AtomicLong(System.nanoTime());
      run.await(
          () -> {
            if (System.nanoTime() >= next.get()) { // Flink refuses a stop now and then
              next.addAndGet(Duration.ofSeconds(60).toNanos());
              post(rest.address() + "/jobs/" + job + "/stop");
            }
            return run.supervised().stream().anyMatch(line -> line.contains("was stopped with"));
          });
      run.await(() -> new ClusterFolder(folder).process("jobmanager").isEmpty());
      run.restart(options);
      run.awaitAll();
      run.expectEveryWaveOnce();
    }
  }

  @Test
  void jobThatFailsForGoodSaysWhyInALine() throws Exception {
    ClusterOptions options = ClusterRun.options().jobArguments(List.of("--no-such-option"));
    try (ClusterRun run = new ClusterRun(folder, options, new SubjectStreams(1, 1))) {
      assertThatThrownBy(run::awaitAll)
          .hasRootCauseMessage(
              "the job failed; jobmanager ended with 163: org.apache.flink.client.program.ProgramInvocationException: The main method caused an error: Unknown option: '--no-such-option' (--help lists the options) (its log is %s)"
                  .formatted(new ClusterFolder(folder).log("jobmanager")));
    }
  }

  private static void post(String address) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(address))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString("{}"))
            .build();
    HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.discarding());
  }

  /** The job's jar with one more file in it. */
  private Path anotherVersion() throws Exception {
    Path jar = folder.resolve("facephys-job-next.jar");
    Files.copy(PackagedJobITCase.JAR, jar);
    try (FileSystem files = FileSystems.newFileSystem(jar)) {
      Files.writeString(files.getPath("/next-version.txt"), "next");
    }
    return jar;
  }

  /** As the runbook says: check, and start from the newest whole one. */
  @Test
  void jobStartsFromTheNewestWholeCheckpoint() throws Exception {
    SubjectStreams streams = new SubjectStreams(SUBJECTS, 16);
    try (ClusterRun run = new ClusterRun(folder, ClusterRun.options(), streams)) {
      run.await(() -> run.newestCheckpoint() >= 3);
      run.cluster().close();
      Path checkpoints = new ClusterFolder(folder).checkpoints();
      truncate(checkpoint(checkpoints, run.newestCheckpoint()).resolve("_metadata"));
      String checked = check(checkpoints);
      assertThat(checked)
          .contains("NOT WHOLE file:" + checkpoint(checkpoints, run.newestCheckpoint()));

      String newestWhole =
          checked
              .lines()
              .filter(line -> line.startsWith("newest whole: "))
              .map(line -> line.substring("newest whole: ".length()))
              .findFirst()
              .orElseThrow();
      run.restart(ClusterRun.options().from(newestWhole));
      run.await(streams::allSent);
      run.expectEveryWaveAtLeastOnce();
      System.out.printf("waves that came again: %d%n", run.cameAgain());
      assertThat(run.cameAgain()).isPositive();
    }
  }

  private static Path checkpoint(Path checkpoints, long number) throws Exception {
    try (Stream<Path> jobs = Files.list(checkpoints)) {
      return jobs.findFirst().orElseThrow().resolve("chk-" + number);
    }
  }

  private static void truncate(Path file) throws Exception {
    Files.write(file, Arrays.copyOf(Files.readAllBytes(file), (int) Files.size(file) / 2));
  }

  private static String check(Path checkpoints) {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    PrintStream before = System.out;
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try {
      assertThat(FacePhys.commandLine().execute("state", "check", "--checkpoint=" + checkpoints))
          .isZero();
    } finally {
      System.setOut(before);
    }
    return printed.toString(StandardCharsets.UTF_8);
  }

  @Test
  void chunksThatKafkaDeletedUnreadAreReportedAndTheRestGoesOn() throws Exception {
    SubjectStreams streams = new SubjectStreams(SUBJECTS, 24);
    try (ClusterRun run = new ClusterRun(folder, ClusterRun.options(), streams)) {
      run.awaitWaves(6 * SUBJECTS);
      run.taskManagers().forEach(run.cluster()::kill);
      run.sendWithoutReading(6);
      run.deleteChunks();
      run.await(() -> run.logged("DELETED_UNREAD") > 0);
      run.await(() -> run.lastSequences().equals(lastOf(24)));
    }
  }

  private static Map<String, Long> lastOf(int rounds) {
    return List.of("subject-00", "subject-01", "subject-02", "subject-03").stream()
        .collect(Collectors.toMap(id -> id, id -> rounds - 1L));
  }
}
