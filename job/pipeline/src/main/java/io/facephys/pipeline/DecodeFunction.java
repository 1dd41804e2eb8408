package io.facephys.pipeline;

import io.facephys.schemas.FaceChunk;
import io.facephys.schemas.MalformedMessageException;
import java.util.Collections;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * Lets good chunks through to their subjects; everything else leaves by the side, whole and with a
 * reason.
 */
final class DecodeFunction extends ProcessFunction<RawRecord, ReceivedChunk> {
  private static final long serialVersionUID = 1L;

  private final OutputTag<DeadLetter> deadLetters;

  DecodeFunction(OutputTag<DeadLetter> deadLetters) {
    this.deadLetters = deadLetters;
  }

  @Override
  public void processElement(RawRecord record, Context context, Collector<ReceivedChunk> out) {
    try {
      FaceChunk chunk = FaceChunkDecoder.decode(record);
      out.collect(new ReceivedChunk(chunk.getSubjectId(), eventTimeMillis(chunk, record), record));
    } catch (MalformedMessageException e) {
      context.output(deadLetters, new DeadLetter(record, e.reason()));
    }
  }

  /**
   * Capture time of the last frame, but not later than the record's own time. A Kafka broker
   * refuses records from the future, so a camera whose clock is ahead could otherwise stop the job
   * at its sink.
   */
  private static long eventTimeMillis(FaceChunk chunk, RawRecord record) {
    long captured = Collections.max(chunk.getCaptureTimesMicros()) / 1000;
    return record.timestampMillis() < 0 ? captured : Math.min(captured, record.timestampMillis());
  }
}
