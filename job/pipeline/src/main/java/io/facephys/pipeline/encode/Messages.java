package io.facephys.pipeline.encode;

import io.facephys.engine.vitals.AbsentReason;
import io.facephys.engine.vitals.Beat;
import io.facephys.engine.vitals.RateInterval;
import io.facephys.engine.vitals.Reading;
import io.facephys.engine.vitals.Variability;
import io.facephys.engine.vitals.Vitals;
import io.facephys.engine.vitals.VitalsStep;
import io.facephys.pipeline.record.SubjectBeat;
import io.facephys.pipeline.record.SubjectEvent;
import io.facephys.pipeline.record.SubjectVitals;
import io.facephys.pipeline.record.WaveQuality;
import io.facephys.pipeline.record.Waveform;
import io.facephys.schemas.FaceEvent;
import io.facephys.schemas.PulseBeat;
import io.facephys.schemas.PulseWaveform;
import io.facephys.schemas.VitalSigns;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The contract's messages of what the job has computed. */
public final class Messages {
  private Messages() {}

  /** The message of a wave. */
  public static PulseWaveform of(Waveform waveform) {
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

  /** The message of an event. */
  public static FaceEvent of(SubjectEvent event) {
    return new FaceEvent(
        event.kind(),
        event.subjectId(),
        event.requestId(),
        event.timeMillis() * 1000,
        List.of(event.cameraIds()),
        event.waitingChunks());
  }

  /** The message of vital signs. */
  @SuppressWarnings("NullAway") // the setters that Avro generates say nothing of null
  public static VitalSigns of(SubjectVitals vitals) {
    Vitals values = vitals.vitals();
    Variability variability = values.variability();
    RateInterval interval = values.pulseRateInterval();
    return VitalSigns.newBuilder()
        .setSubjectId(vitals.subjectId())
        .setCameraId(vitals.cameraId())
        .setWindowStart(instant(values.windowStartMicros()))
        .setWindowEnd(instant(values.windowEndMicros()))
        .setCoverage(values.coverage())
        .setFrameRateHz(values.frameRateHz())
        .setSegment(values.segment())
        .setPulseRateBpm(values.pulseRate().value())
        .setPulseRateLowBpm(interval == null ? null : interval.lowBpm())
        .setPulseRateHighBpm(interval == null ? null : interval.highBpm())
        .setPulseRateAbsentReason(reason(values.pulseRate()))
        .setBeatRateBpm(values.beatRate().value())
        .setBeatRateAbsentReason(reason(values.beatRate()))
        .setRmssdMillis(variability.rmssdMillis().value())
        .setRmssdRawMillis(variability.rmssdRawMillis())
        .setPnn50Percent(variability.pnn50Percent())
        .setSdnnMillis(variability.sdnnMillis().value())
        .setVariabilityBeats(variability.beats())
        .setVariabilityAbsentReason(reason(variability.rmssdMillis()))
        .setSdnnAbsentReason(reason(variability.sdnnMillis()))
        .setRespirationRatePerMinute(values.respirationRate().value())
        .setRespirationAbsentReason(reason(values.respirationRate()))
        .setSignalQuality(values.quality().template().value())
        .setSignalQualityAbsentReason(reason(values.quality().template()))
        .setSpectralQuality(values.quality().spectral())
        .setCameras(vitals.cameras())
        .setModelName(vitals.modelName())
        .setModelSha256(vitals.modelSha256())
        .setAlgorithm(VitalsStep.ALGORITHM)
        .build();
  }

  /** The message of a beat. */
  @SuppressWarnings("NullAway") // as above
  public static PulseBeat of(SubjectBeat subjectBeat) {
    Beat beat = subjectBeat.beat();
    return PulseBeat.newBuilder()
        .setSubjectId(subjectBeat.subjectId())
        .setCameraId(subjectBeat.cameraId())
        .setSegment(beat.segment())
        .setBeatTime(instant(beat.timeMicros()))
        .setBeatTimeErrorMillis(beat.errorMillis())
        .setIntervalMillis(orNull(beat.intervalMillis()))
        .setConfirmed(beat.confirmed())
        .setTemplateCorrelation(orNull(beat.templateCorrelation()))
        .setModelName(subjectBeat.modelName())
        .setModelSha256(subjectBeat.modelSha256())
        .setAlgorithm(VitalsStep.ALGORITHM)
        .build();
  }

  private static Instant instant(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }

  private static @Nullable Double orNull(double value) {
    return Double.isNaN(value) ? null : value;
  }

  private static @Nullable String reason(Reading reading) {
    AbsentReason reason = reading.absentReason();
    return reason == null ? null : reason.name();
  }
}
