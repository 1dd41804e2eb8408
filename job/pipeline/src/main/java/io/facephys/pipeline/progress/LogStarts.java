package io.facephys.pipeline.progress;

import io.facephys.pipeline.access.KafkaAdmin;
import java.io.IOException;
import java.io.Serializable;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Says which records Kafka still has: those from the start of each partition on. */
@FunctionalInterface
public interface LogStarts extends Serializable, AutoCloseable {
  /**
   * The offset of a partition's oldest record.
   *
   * @throws IOException if Kafka does not say
   */
  long of(String topic, int partition) throws IOException, InterruptedException;

  /** Ends the connection to Kafka, if there is one. */
  @Override
  default void close() {}

  /**
   * Asks Kafka with each call, through one client that it opens when first asked.
   *
   * @param client properties of any Kafka client, with bootstrap.servers
   */
  static LogStarts in(Properties client) {
    return new InKafka(client);
  }

  /** Not for several threads. */
  final class InKafka implements LogStarts {
    private static final long serialVersionUID = 1L;
    private static final Duration TIMEOUT = Duration.ofSeconds(5); // the job waits meanwhile
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);

    private final Properties client;
    private transient @Nullable Admin admin;

    private InKafka(Properties client) {
      this.client = client;
    }

    @Override
    public long of(String topic, int partition) throws IOException, InterruptedException {
      TopicPartition place = new TopicPartition(topic, partition);
      try {
        Admin open = admin == null ? KafkaAdmin.open(client) : admin;
        admin = open;
        return open.listOffsets(Map.of(place, OffsetSpec.earliest()))
            .partitionResult(place)
            .get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
            .offset();
      } catch (ExecutionException | TimeoutException | KafkaException e) {
        throw new IOException("Kafka does not say where " + place + " begins", e);
      }
    }

    @Override
    public void close() {
      if (admin != null) {
        admin.close(CLOSE_TIMEOUT);
        admin = null;
      }
    }
  }
}
