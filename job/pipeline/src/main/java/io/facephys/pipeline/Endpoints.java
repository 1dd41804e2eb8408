package io.facephys.pipeline;

import io.facephys.pipeline.progress.LogStarts;
import io.facephys.pipeline.record.DeadLetter;
import io.facephys.pipeline.record.RawRecord;
import io.facephys.pipeline.record.SubjectBeat;
import io.facephys.pipeline.record.SubjectEvent;
import io.facephys.pipeline.record.SubjectVitals;
import io.facephys.pipeline.record.Waveform;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.source.Source;
import org.jspecify.annotations.Nullable;

/**
 * Where the job reads and writes.
 *
 * @param chunks read: face chunks
 * @param logStarts which chunks are still there
 * @param control read: requests about subjects
 * @param waveforms written: pulse waveforms
 * @param events written: what happened to subjects' state
 * @param deadLetters written: records that cannot be used
 * @param vitals written: vital signs and beats; null if nobody wants them
 */
record Endpoints(
    Source<RawRecord, ?, ?> chunks,
    LogStarts logStarts,
    Source<RawRecord, ?, ?> control,
    Sink<Waveform> waveforms,
    Sink<SubjectEvent> events,
    Sink<DeadLetter> deadLetters,
    @Nullable VitalsSinks vitals) {
  /**
   * Where vital signs go.
   *
   * @param rows written: vital signs
   * @param beats written: beats
   */
  record VitalsSinks(Sink<SubjectVitals> rows, Sink<SubjectBeat> beats) {}
}
