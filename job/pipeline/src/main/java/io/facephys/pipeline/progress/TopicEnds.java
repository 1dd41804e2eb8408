package io.facephys.pipeline.progress;

import io.facephys.pipeline.access.KafkaAdmin;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks Kafka every second how far the partitions of a topic reach. */
final class TopicEnds implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TopicEnds.class);
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);

  private final String topic;
  private final Properties client;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread daemon = new Thread(task, "topic-ends");
            daemon.setDaemon(true);
            return daemon;
          });
  private volatile @Nullable Admin admin;
  private boolean warned;
  private volatile @Nullable Ends latest;

  /**
   * How far a topic reaches.
   *
   * @param askedMillis when Kafka was asked, by the job's clock
   * @param stable the first offset of each partition that cannot be read yet
   * @param held records of each partition that are there but cannot be read before a transaction
   *     ends
   */
  record Ends(long askedMillis, Map<Integer, Long> stable, Map<Integer, Long> held) {}

  /**
   * @param client properties of any Kafka client, with bootstrap.servers
   */
  TopicEnds(String topic, Properties client) {
    this.topic = topic;
    this.client = client;
    var unused = thread.scheduleWithFixedDelay(this::ask, 0, 1, TimeUnit.SECONDS);
  }

  /** The last answer; null before the first. */
  @Nullable Ends latest() {
    return latest;
  }

  private void ask() {
    try {
      Admin open = admin;
      if (open == null) {
        open = KafkaAdmin.open(client);
        admin = open;
      }
      latest = ask(open);
    } catch (ExecutionException | KafkaException e) {
      if (!warned) {
        warned = true;
        LOG.warn("Kafka does not say how far topic '{}' reaches; asking again", topic, e);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Ends ask(Admin kafka) throws ExecutionException, InterruptedException {
    TopicDescription description =
        kafka.describeTopics(List.of(topic)).allTopicNames().get().get(topic);
    Map<TopicPartition, OffsetSpec> latestOffsets = new HashMap<>();
    if (description != null) {
      for (TopicPartitionInfo partition : description.partitions()) {
        latestOffsets.put(new TopicPartition(topic, partition.partition()), OffsetSpec.latest());
      }
    }
    long asked = System.currentTimeMillis();
    Map<Integer, Long> stable = offsets(kafka, latestOffsets, IsolationLevel.READ_COMMITTED);
    Map<Integer, Long> held = new HashMap<>();
    offsets(kafka, latestOffsets, IsolationLevel.READ_UNCOMMITTED)
        .forEach((p, end) -> held.put(p, Math.max(0, end - stable.getOrDefault(p, end))));
    return new Ends(asked, Map.copyOf(stable), Map.copyOf(held));
  }

  private static Map<Integer, Long> offsets(
      Admin kafka, Map<TopicPartition, OffsetSpec> latest, IsolationLevel isolation)
      throws ExecutionException, InterruptedException {
    Map<Integer, Long> offsets = new HashMap<>();
    ListOffsetsResult result = kafka.listOffsets(latest, new ListOffsetsOptions(isolation));
    result.all().get().forEach((place, info) -> offsets.put(place.partition(), info.offset()));
    return offsets;
  }

  @Override
  public void close() throws InterruptedException {
    thread.shutdownNow();
    try {
      thread.awaitTermination(CLOSE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    } finally {
      Admin open = admin;
      if (open != null) {
        open.close(CLOSE_TIMEOUT);
      }
    }
  }
}
