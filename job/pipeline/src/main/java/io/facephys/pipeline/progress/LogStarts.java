package io.facephys.pipeline.progress;

import io.facephys.pipeline.access.KafkaAdmin;
import java.io.IOException;
import java.io.Serializable;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/** Says which records Kafka still has: those from the start of each partition on. */
@FunctionalInterface
public interface LogStarts extends Serializable {
  /** The offset of a partition's oldest record. */
  long of(String topic, int partition) throws IOException, InterruptedException;

  /**
   * Asks Kafka with each call.
   *
   * @param client properties of any Kafka client, with bootstrap.servers
   */
  static LogStarts in(Properties client) {
    return (topic, partition) -> {
      TopicPartition place = new TopicPartition(topic, partition);
      try (Admin admin = KafkaAdmin.open(client)) {
        return admin
            .listOffsets(Map.of(place, OffsetSpec.earliest()))
            .partitionResult(place)
            .get()
            .offset();
      } catch (ExecutionException e) {
        throw new IOException("Kafka does not say where " + place + " begins", e.getCause());
      }
    };
  }
}
