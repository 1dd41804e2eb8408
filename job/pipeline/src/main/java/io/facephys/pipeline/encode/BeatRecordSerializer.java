package io.facephys.pipeline.encode;

import io.facephys.engine.vitals.Beat;
import io.facephys.engine.vitals.VitalsStep;
import io.facephys.pipeline.config.OutputFormat;
import io.facephys.pipeline.record.SubjectBeat;
import io.facephys.schemas.PulseBeat;
import org.jspecify.annotations.Nullable;

/** Turns beats into records of topic {@code pulse-beats}. A record's time is that of its beat. */
public final class BeatRecordSerializer extends OutputRecordSerializer<SubjectBeat, PulseBeat> {
  private static final long serialVersionUID = 1L;

  public BeatRecordSerializer(String topic, OutputFormat format) {
    super(topic, PulseBeat.class, format);
  }

  @Override
  String subjectId(SubjectBeat beat) {
    return beat.subjectId();
  }

  @Override
  long timeMillis(SubjectBeat beat) {
    return Math.floorDiv(beat.beat().timeMicros(), 1000);
  }

  @Override
  PulseBeat message(SubjectBeat beat) {
    return toMessage(beat);
  }

  /** The message of the contract that carries this beat. */
  @SuppressWarnings("NullAway") // the setters that Avro generates say nothing of null
  public static PulseBeat toMessage(SubjectBeat subjectBeat) {
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

  private static @Nullable Double orNull(double value) {
    return Double.isNaN(value) ? null : value;
  }
}
