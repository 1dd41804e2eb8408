package io.facephys.testbed.topics;

import io.facephys.pipeline.access.KafkaAccessException;
import io.facephys.pipeline.config.Topic;
import io.facephys.pipeline.config.TopicNames;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Creates the job's topics, deletes topics and checks that they exist. */
public final class Topics {
  /** Room for 300 frames, 1.17 MB. */
  private static final int CHUNK_BYTES = 2 << 20;

  /** The largest chunk record and the headers of a dead letter. */
  private static final int DEAD_LETTER_BYTES = CHUNK_BYTES + (64 << 10);

  /** A control message is two ids of 256 characters at most. */
  private static final int CONTROL_BYTES = 64 << 10;

  private static final Duration LEADER_TIMEOUT = Duration.ofSeconds(20);

  private Topics() {}

  /**
   * Creates those of the topics that are missing, with one replica. Chunks, waveforms, vital signs
   * and beats get {@code partitions} partitions, the others one. All can be written to when this
   * returns.
   *
   * @return the names of the topics that were missing
   */
  public static List<String> create(Properties client, TopicNames topics, int partitions)
      throws InterruptedException, ExecutionException {
    try (Admin admin = Admin.create(client)) {
      Set<String> existing = existing(admin, client);
      List<NewTopic> missing =
          List.of(
                  topic(topics.of(Topic.FACE_CHUNKS), partitions, CHUNK_BYTES),
                  topic(topics.of(Topic.PULSE_WAVEFORMS), partitions, CHUNK_BYTES),
                  topic(topics.of(Topic.DEAD_LETTERS), 1, DEAD_LETTER_BYTES),
                  topic(topics.of(Topic.FACE_CONTROL), 1, CONTROL_BYTES),
                  topic(topics.of(Topic.FACE_EVENTS), 1, CHUNK_BYTES),
                  topic(topics.of(Topic.VITAL_SIGNS), partitions, CHUNK_BYTES),
                  topic(topics.of(Topic.PULSE_BEATS), partitions, CHUNK_BYTES))
              .stream()
              .filter(topic -> !existing.contains(topic.name()))
              .toList();
      admin.createTopics(missing).all().get();
      awaitLeaders(admin, missing);
      return missing.stream().map(NewTopic::name).toList();
    }
  }

  /** Deletes topics with their records. */
  public static void delete(Properties client, List<String> topics)
      throws InterruptedException, ExecutionException {
    try (Admin admin = Admin.create(client)) {
      admin.deleteTopics(topics).all().get();
    }
  }

  /**
   * Waits until the partitions of new topics have leaders, which takes a little longer than the
   * creation. Until then a producer with several requests in flight may have the first refused and
   * a later one accepted, and can then never send the first (KAFKA-15591).
   */
  private static void awaitLeaders(Admin admin, List<NewTopic> topics)
      throws InterruptedException, ExecutionException {
    Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
    for (NewTopic topic : topics) {
      for (int partition = 0; partition < topic.numPartitions(); partition++) {
        ends.put(new TopicPartition(topic.name(), partition), OffsetSpec.latest());
      }
    }
    long deadline = System.nanoTime() + LEADER_TIMEOUT.toNanos();
    while (true) {
      try {
        admin.listOffsets(ends).all().get(); // only a leader answers
        return;
      } catch (ExecutionException e) {
        boolean notYet = e.getCause() instanceof UnknownTopicOrPartitionException;
        if (!notYet || System.nanoTime() > deadline) {
          throw e;
        }
        TimeUnit.MILLISECONDS.sleep(10);
      }
    }
  }

  /**
   * Checks that topics exist.
   *
   * @throws IllegalArgumentException if one does not; the message says what to do
   */
  public static void expect(Properties client, String... topics)
      throws InterruptedException, ExecutionException {
    try (Admin admin = Admin.create(client)) {
      Set<String> existing = existing(admin, client);
      for (String topic : topics) {
        if (!existing.contains(topic)) {
          throw new IllegalArgumentException(
              "topic '%s' does not exist on %s, or this user may not see it; topics there are %s. Create it, or let './facephys produce --create-topics' do it."
                  .formatted(topic, client.get("bootstrap.servers"), new TreeSet<>(existing)));
        }
      }
    }
  }

  private static Set<String> existing(Admin admin, Properties client)
      throws InterruptedException, ExecutionException {
    try {
      return admin.listTopics().names().get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(
          "%s: %s"
              .formatted(client.get("bootstrap.servers"), KafkaAccessException.of(e).getMessage()),
          e);
    }
  }

  private static NewTopic topic(String name, int partitions, int maxMessageBytes) {
    return new NewTopic(name, partitions, (short) 1)
        .configs(Map.of(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, String.valueOf(maxMessageBytes)));
  }
}
