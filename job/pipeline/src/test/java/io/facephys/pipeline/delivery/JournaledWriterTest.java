package io.facephys.pipeline.delivery;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facephys.pipeline.delivery.JournaledWriter.Records;
import io.facephys.pipeline.delivery.JournaledWriter.Restored;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.function.UnaryOperator;
import org.apache.flink.connector.kafka.sink.KafkaCommittable;
import org.apache.flink.connector.kafka.sink.KafkaWriterState;
import org.apache.flink.connector.kafka.sink.TwoPhaseCommittingStatefulSink.PrecommittingStatefulSinkWriter;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.apache.flink.runtime.metrics.groups.InternalSinkWriterMetricGroup;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidPidMappingException;
import org.junit.jupiter.api.Test;

/** How a sink ends. What it delivers is tested on a broker, in the integration tests. */
class JournaledWriterTest {
  /** Flink ends a TaskManager whose task throws while it is cleaned up. */
  @Test
  void closingDoesNotFailWhenKafkaHasForgottenTheTransaction() throws Exception {
    writer(new KafkaException(new InvalidPidMappingException("forgotten"))).close();
  }

  @Test
  void otherErrorsWhileClosingAreThrown() {
    assertThatThrownBy(() -> writer(new IllegalStateException("a bug")).close())
        .hasMessage("a bug");
  }

  private static JournaledWriter<ProducerRecord<byte[], byte[]>> writer(RuntimeException onClose) {
    return new JournaledWriter<>(
        new Failing(onClose),
        new Records<>(record -> record, UnaryOperator.identity()),
        new OpenJournal(/* transactional= */ true),
        new CommittedRecords(new Properties(), Duration.ZERO),
        new Restored(
            List.of(),
            InternalSinkWriterMetricGroup.wrap(
                UnregisteredMetricsGroup.createOperatorMetricGroup())));
  }

  /** The connector's writer, which fails as its producer does. */
  private record Failing(RuntimeException onClose)
      implements PrecommittingStatefulSinkWriter<
          ProducerRecord<byte[], byte[]>, KafkaWriterState, KafkaCommittable> {
    @Override
    public void write(ProducerRecord<byte[], byte[]> record, Context context) {}

    @Override
    public void flush(boolean endOfInput) {}

    @Override
    public List<KafkaCommittable> prepareCommit() {
      return List.of();
    }

    @Override
    public List<KafkaWriterState> snapshotState(long checkpointId) {
      return List.of();
    }

    @Override
    public void close() {
      throw onClose;
    }
  }
}
