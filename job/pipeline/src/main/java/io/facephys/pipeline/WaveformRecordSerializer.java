package io.facephys.pipeline;

import io.facephys.schemas.PulseWaveform;
import io.facephys.schemas.SingleObjectFormat;
import java.nio.charset.StandardCharsets;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * A wave as it stands in topic {@code pulse-waveforms}: keyed by subject, at the capture time of
 * its last frame.
 */
final class WaveformRecordSerializer implements KafkaRecordSerializationSchema<PulseWaveform> {
  private static final long serialVersionUID = 1L;

  private final String topic;

  WaveformRecordSerializer(String topic) {
    this.topic = topic;
  }

  @Override
  public ProducerRecord<byte[], byte[]> serialize(
      PulseWaveform waveform, KafkaSinkContext context, @Nullable Long timestamp) {
    return new ProducerRecord<>(
        topic,
        null,
        timestamp,
        waveform.getSubjectId().getBytes(StandardCharsets.UTF_8),
        SingleObjectFormat.PULSE_WAVEFORM.encode(waveform));
  }
}
