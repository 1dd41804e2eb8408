package io.facephys.pipeline.progress;

import io.facephys.pipeline.access.KafkaAdmin;
import io.facephys.pipeline.progress.TopicEnds.Ends;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.jspecify.annotations.Nullable;

/** Asks Kafka for the last offsets of a topic, through a client that it opens when first asked. */
final class OffsetQuestion implements TopicEnds.Question {
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);

  private final String topic;
  private final Properties client;
  private volatile @Nullable Admin admin;

  /**
   * @param client properties of any Kafka client, with bootstrap.servers
   */
  OffsetQuestion(String topic, Properties client) {
    this.topic = topic;
    this.client = client;
  }

  @Override
  public Ends ask() throws ExecutionException, InterruptedException {
    Admin open = admin;
    if (open == null) {
      open = KafkaAdmin.open(client);
      admin = open;
    }
    return ask(open);
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
  public void close() {
    Admin open = admin;
    if (open != null) {
      open.close(CLOSE_TIMEOUT);
    }
  }
}
