package io.facephys.pipeline.record;

import io.facephys.engine.Internal;

/** What the job has computed of a subject, on its way to a topic. */
@Internal
public interface SubjectResult {
  /** The id of the subject, the key of the record in Kafka. */
  String subjectId();

  /** The time of the record in Kafka, milliseconds since the epoch. */
  long timeMillis();
}
