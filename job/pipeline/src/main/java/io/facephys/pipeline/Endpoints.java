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
 * The sources that the job reads and the sinks that it writes to.
 *
 * @param logStarts where the partitions of the source of face chunks begin
 * @param vitals the sinks of vital signs and beats; null if nobody wants them
 */
record Endpoints(
    Source<RawRecord, ?, ?> chunks,
    LogStarts logStarts,
    Source<RawRecord, ?, ?> control,
    Sink<Waveform> waveforms,
    Sink<SubjectEvent> events,
    Sink<DeadLetter> deadLetters,
    @Nullable VitalsSinks vitals) {
  /** The sinks of what is computed from waves. */
  record VitalsSinks(Sink<SubjectVitals> rows, Sink<SubjectBeat> beats) {}
}
