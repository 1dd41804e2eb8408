package io.facephys.pipeline;

import io.facephys.engine.FrameIntervals;
import io.facephys.engine.Frames;
import io.facephys.engine.NonFiniteException;
import io.facephys.engine.PulseModel;
import io.facephys.engine.PulseState;
import io.facephys.engine.Step;
import io.facephys.schemas.FaceChunk;
import io.facephys.schemas.MalformedMessageException;
import java.io.IOException;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/**
 * A subject's chunk and the state it left behind become a wave and the next state; the arithmetic
 * is the engine's.
 */
public final class PulseFunction extends KeyedProcessFunction<String, ReceivedChunk, Waveform> {
  /** Name of the keyed state that holds what the model remembers. Frozen: savepoints name it. */
  static final String SSM_STATE = "ssm-state";

  /**
   * Name of the keyed state that holds when the subject was last seen. Frozen: savepoints name it.
   */
  static final String SUBJECT_CLOCK = "subject-clock";

  private static final long serialVersionUID = 1L;

  private final ModelLocation location;
  private final OutputTag<DeadLetter> deadLetters;

  private transient @Nullable SharedModel shared;
  private transient PulseModel model;
  private transient ValueState<PulseState> ssmState;
  private transient ValueState<SubjectClock> subjectClock;

  @SuppressWarnings("NullAway.Init") // Flink calls open before anything else
  PulseFunction(ModelLocation location, OutputTag<DeadLetter> deadLetters) {
    this.location = location;
    this.deadLetters = deadLetters;
  }

  @Override
  public void open(OpenContext context) throws Exception {
    shared = SharedModel.acquire(location);
    model = shared.model();
    ssmState =
        getRuntimeContext()
            .getState(new ValueStateDescriptor<>(SSM_STATE, PulseStateSerializer.of(model)));
    subjectClock =
        getRuntimeContext().getState(new ValueStateDescriptor<>(SUBJECT_CLOCK, SubjectClock.class));
  }

  @Override
  public void processElement(ReceivedChunk received, Context context, Collector<Waveform> out)
      throws Exception {
    FaceChunk chunk = decode(received);
    long[] times = chunk.getCaptureTimesMicros().stream().mapToLong(Long::longValue).toArray();
    SubjectClock clock = valueOf(subjectClock);
    PulseState state = valueOf(ssmState);
    FrameIntervals intervals =
        clock == null
            ? FrameIntervals.ofFirst(times)
            : FrameIntervals.after(clock.lastCaptureMicros(), times);
    long framesBefore = clock == null ? 0 : clock.frames();

    Step step;
    try {
      step =
          model.advance(
              Frames.ofBytes(chunk.getFrames(), times.length),
              intervals.seconds(),
              state == null ? model.initialState() : state);
    } catch (NonFiniteException e) {
      context.output(deadLetters, new DeadLetter(received.record(), e.reason()));
      return;
    }
    ssmState.update(step.next());
    subjectClock.update(new SubjectClock(times[times.length - 1], framesBefore + times.length));
    out.collect(
        new Waveform(
            chunk.getSubjectId(),
            chunk.getCameraId(),
            chunk.getSequence(),
            times,
            step.wave(),
            model.identity().name(),
            model.identity().sha256(),
            framesBefore,
            intervals.replaced()));
  }

  private static FaceChunk decode(ReceivedChunk received) {
    try {
      return FaceChunkDecoder.decode(received.record());
    } catch (MalformedMessageException e) {
      throw new IllegalStateException("a chunk was good when it was decoded first", e);
    }
  }

  private static <T> @Nullable T valueOf(ValueState<T> state) throws IOException {
    return state.value();
  }

  @Override
  public void close() {
    if (shared != null) {
      shared.close();
      shared = null;
    }
  }
}
