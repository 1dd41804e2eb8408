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
 * @param chunks the source of face chunks
 * @param logStarts where the partitions of that source begin
 * @param control the source of requests about subjects
 * @param waveforms the sink of pulse waveforms
 * @param events the sink of events of subjects
 * @param deadLetters the sink of records that cannot be used
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
  /**
   * The sinks of what is computed from waves.
   *
   * @param rows the sink of vital signs
   * @param beats the sink of beats
   */
  record VitalsSinks(Sink<SubjectVitals> rows, Sink<SubjectBeat> beats) {}
}
