package io.facephys.engine.onnx;

import ai.onnxruntime.OrtException;
import io.facephys.engine.Frames;
import io.facephys.engine.PulseState;
import io.facephys.engine.StateLayout;
import io.facephys.engine.Step;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;

/** Native memory for one step at a time, reused by later steps. */
final class Workspace implements AutoCloseable {
  private final Spec spec;
  private final ByteBuffer frames; // input of the first stage
  private final FloatBuffer intervals; // seconds
  private final FloatBuffer wave;
  private final List<ByteBuffer> states = new ArrayList<>(); // two copies
  private final List<Stage> stages = new ArrayList<>();

  /**
   * What a model computes: stages one after the other, from frames to the wave.
   *
   * @param stages the output of each is the input of the next
   * @param state the state tensors of all stages
   * @param framesPerPass the most frames that pass through the stages together
   */
  record Spec(List<Stage.Spec> stages, StateLayout state, int framesPerPass) {
    Port input() {
      return stages.get(0).input();
    }
  }

  Workspace(Spec spec) throws OrtException {
    this.spec = spec;
    int longest = spec.framesPerPass;
    frames = direct(longest * spec.input().frameBytes());
    intervals = direct(longest * Float.BYTES).asFloatBuffer();
    states.add(direct(spec.state.format().bytes()));
    states.add(direct(spec.state.format().bytes()));
    ByteBuffer between = frames;
    try {
      for (Stage.Spec stage : spec.stages) {
        ByteBuffer output = direct(longest * stage.output().frameBytes());
        stages.add(new Stage(stage, buffers(between, output)));
        between = output;
      }
    } catch (OrtException | RuntimeException e) {
      close();
      throw e;
    }
    wave = between.asFloatBuffer();
  }

  private Stage.Buffers buffers(ByteBuffer input, ByteBuffer output) {
    return new Stage.Buffers(input, intervals, output, states, spec.state);
  }

  /** See {@link io.facephys.engine.PulseModel#advance}; the caller has checked the arguments. */
  Step advance(Frames chunk, float[] intervalsSeconds, PulseState state) throws OrtException {
    PulseState before = state.in(spec.state.format());
    float[] samples = new float[chunk.count()];
    int passes = Stage.ceilDiv(samples.length, spec.framesPerPass); // of nearly equal length
    for (int i = 0; i < stages.size(); i++) {
      stages.get(i).start(before, runs(spec.stages.get(i), samples.length, passes));
    }
    for (int done = 0, count; done < samples.length; done += count, passes--) {
      count = Stage.ceilDiv(samples.length - done, passes);
      fill(chunk, done, count);
      intervals.put(0, intervalsSeconds, done, count);
      for (Stage stage : stages) {
        stage.run(count);
      }
      wave.get(0, samples, done, count);
    }
    PulseState next = PulseState.copyOf(states.get(0).clear(), spec.state.format());
    return new Step(samples, next).requireFinite();
  }

  private static int runs(Stage.Spec stage, int frames, int passes) {
    int runs = 0;
    for (int left = frames, pass = passes; pass > 0; pass--) {
      int count = Stage.ceilDiv(left, pass);
      runs += stage.runs(count);
      left -= count;
    }
    return runs;
  }

  private void fill(Frames chunk, int first, int count) {
    if (spec.input().bytes()) {
      int frameBytes = spec.input().frameBytes();
      ByteBuffer bytes = ((Frames.ByteFrames) chunk).values();
      frames.put(0, bytes, first * frameBytes, count * frameBytes);
      return;
    }
    FloatBuffer floats = frames.asFloatBuffer();
    for (int i = 0; i < count; i++) {
      chunk.copyFrame(first + i, floats);
    }
  }

  private static ByteBuffer direct(int bytes) {
    return ByteBuffer.allocateDirect(bytes).order(PulseState.BYTE_ORDER);
  }

  @Override
  public void close() {
    stages.forEach(Stage::close);
  }
}
