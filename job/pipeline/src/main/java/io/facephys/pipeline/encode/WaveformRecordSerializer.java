package io.facephys.pipeline.encode;

import io.facephys.engine.Internal;
import io.facephys.pipeline.config.OutputFormat;
import io.facephys.pipeline.record.WaveQuality;
import io.facephys.pipeline.record.Waveform;
import io.facephys.schemas.PulseWaveform;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Turns waves into records of topic {@code pulse-waveforms}. A record's time is the capture time of
 * the wave's last frame.
 */
@Internal
public final class WaveformRecordSerializer
    extends OutputRecordSerializer<Waveform, PulseWaveform> {
  private static final long serialVersionUID = 1L;

  public WaveformRecordSerializer(String topic, OutputFormat format) {
    super(topic, PulseWaveform.class, format);
  }

  @Override
  String subjectId(Waveform waveform) {
    return waveform.subjectId();
  }

  @Override
  long timeMillis(Waveform waveform) {
    return waveform.eventTimeMillis();
  }

  @Override
  PulseWaveform message(Waveform waveform) {
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
