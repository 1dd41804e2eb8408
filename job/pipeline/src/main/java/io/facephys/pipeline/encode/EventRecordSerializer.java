package io.facephys.pipeline.encode;

import io.facephys.engine.Internal;
import io.facephys.pipeline.config.OutputFormat;
import io.facephys.pipeline.record.SubjectEvent;
import io.facephys.schemas.FaceEvent;
import java.util.List;

/** Turns events into records of topic {@code face-events}. A record's time is that of its event. */
@Internal
public final class EventRecordSerializer extends OutputRecordSerializer<SubjectEvent, FaceEvent> {
  private static final long serialVersionUID = 1L;

  public EventRecordSerializer(String topic, OutputFormat format) {
    super(topic, FaceEvent.class, format);
  }

  @Override
  String subjectId(SubjectEvent event) {
    return event.subjectId();
  }

  @Override
  long timeMillis(SubjectEvent event) {
    return event.timeMillis();
  }

  @Override
  FaceEvent message(SubjectEvent event) {
    return new FaceEvent(
        event.kind(),
        event.subjectId(),
        event.requestId(),
        event.timeMillis() * 1000,
        List.of(event.cameraIds()),
        event.waitingChunks());
  }
}
