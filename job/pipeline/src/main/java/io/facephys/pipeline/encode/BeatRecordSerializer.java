package io.facephys.pipeline.encode;

import io.facephys.pipeline.config.OutputFormat;
import io.facephys.pipeline.record.SubjectBeat;
import io.facephys.schemas.PulseBeat;

/** A beat as it stands in topic {@code pulse-beats}, at its own time. */
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
    return beat.toMessage();
  }
}
