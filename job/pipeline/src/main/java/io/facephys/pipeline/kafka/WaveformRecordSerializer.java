package io.facephys.pipeline.kafka;

import io.facephys.pipeline.record.WaveQuality;
import io.facephys.pipeline.record.Waveform;
import io.facephys.schemas.PulseWaveform;
import io.facephys.schemas.SingleObjectFormat;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * A wave as it stands in topic {@code pulse-waveforms}: keyed by subject, at the capture time of
 * its last frame.
 */
final class WaveformRecordSerializer implements KafkaRecordSerializationSchema<Waveform> {
  private static final long serialVersionUID = 1L;

  private final String topic;

  WaveformRecordSerializer(String topic) {
    this.topic = topic;
  }

  @Override
  public ProducerRecord<byte[], byte[]> serialize(
      Waveform waveform, KafkaSinkContext context, @Nullable Long timestamp) {
    return new ProducerRecord<>(
        topic,
        null,
        waveform.eventTimeMillis(),
        waveform.subjectId().getBytes(StandardCharsets.UTF_8),
        SingleObjectFormat.PULSE_WAVEFORM.encode(message(waveform)));
  }

  private static PulseWaveform message(Waveform waveform) {
    List<Float> samples = new ArrayList<>(waveform.wave().length);
    for (float sample : waveform.wave()) {
      samples.add(sample);
    }
    WaveQuality quality = waveform.quality();
    return PulseWaveform.newBuilder()
        .setSubjectId(waveform.subjectId())
        .setCameraId(waveform.cameraId())
        .setSequence(waveform.sequence())
        .setCaptureTimesMicros(Arrays.stream(waveform.captureTimesMicros()).boxed().toList())
        .setWave(samples)
        .setModelName(waveform.modelName())
        .setModelSha256(waveform.modelSha256())
        .setFramesBefore(waveform.framesBefore())
        .setReplacedIntervals(waveform.replacedIntervals())
        .setSegment(quality.segment())
        .setSegmentSeconds(quality.segmentSeconds())
        .setFramesDropped(quality.framesDropped())
        .setGapSeconds(quality.gapSeconds())
        .setFrameRateHz(quality.frameRateHz())
        .setReasons(List.of(quality.reasons()))
        .build();
  }
}
