package io.facephys.engine.onnx;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.facephys.engine.Frames;
import io.facephys.engine.NonFiniteException;
import io.facephys.engine.PulseState;
import io.facephys.engine.StateLayout;
import io.facephys.engine.Step;
import io.facephys.engine.graph.GraphForm;
import io.facephys.engine.graph.TensorNames;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Native memory for one step at a time, made once and used again.
 *
 * <p>Two copies of the state lie in native memory, and each run reads from one and writes into the
 * other, by ONNX Runtime itself, so a chunk copies a state twice (in and out), however many runs it
 * takes.
 */
final class Workspace implements AutoCloseable {
  private static final int EXPONENT = 0x7F80_0000;

  private final OrtSession session;
  private final Program program;
  private final ByteBuffer frames; // of the longest run, as the graph's form has them
  private final FloatBuffer intervals; // seconds, of the longest run
  private final FloatBuffer wave; // of the longest run
  private final List<ByteBuffer> states = new ArrayList<>(); // two, float32, in the layout's order
  private final List<Map<String, OnnxTensor>> stateInputs = new ArrayList<>(); // from states[i]
  private final List<Map<String, OnnxTensor>> stateOutputs = new ArrayList<>(); // into states[i]
  private final Map<Integer, Map<String, OnnxTensor>> frameInputs = new HashMap<>(); // by frames
  private final Map<Integer, OnnxTensor> waveOutputs = new HashMap<>(); // by frames
  private final List<OnnxTensor> tensors = new ArrayList<>();

  /**
   * What a session computes.
   *
   * @param form of its graph
   * @param height rows of a frame
   * @param width columns of a frame
   * @param state the state tensors
   * @param framesPerRun most frames that go in at once
   */
  record Program(GraphForm form, int height, int width, StateLayout state, int framesPerRun) {
    int frameValues() {
      return height * width * 3;
    }

    int frameBytes() {
      return frameValues() * (form == GraphForm.BYTE_CHUNK ? 1 : Float.BYTES);
    }
  }

  Workspace(OrtSession session, Program program) throws OrtException {
    this.session = session;
    this.program = program;
    frames = direct(program.framesPerRun * program.frameBytes());
    intervals = direct(program.framesPerRun * Float.BYTES).asFloatBuffer();
    wave = direct(program.framesPerRun * Float.BYTES).asFloatBuffer();
    try {
      for (int i = 0; i < 2; i++) {
        ByteBuffer state = direct(program.state.size() * Float.BYTES);
        states.add(state);
        stateInputs.add(new HashMap<>());
        stateOutputs.add(new HashMap<>());
        bindState(state.asFloatBuffer(), stateInputs.get(i), stateOutputs.get(i));
      }
    } catch (OrtException | RuntimeException e) {
      close();
      throw e;
    }
  }

  private void bindState(
      FloatBuffer state, Map<String, OnnxTensor> input, Map<String, OnnxTensor> output)
      throws OrtException {
    List<Integer> offsets = program.state.offsets();
    for (int i = 0; i < offsets.size(); i++) {
      StateLayout.Tensor part = program.state.tensors().get(i);
      long[] shape = part.shape().stream().mapToLong(Long::longValue).toArray();
      OnnxTensor tensor = tensor(state.slice(offsets.get(i), part.size()), shape);
      input.put(TensorNames.state(i), tensor);
      output.put(TensorNames.nextState(i), tensor);
    }
  }

  /** See {@link io.facephys.engine.PulseModel#advance}; the arguments have been checked. */
  Step advance(Frames chunk, float[] intervalsSeconds, PulseState state) throws OrtException {
    float[] samples = new float[chunk.count()];
    int from = 0;
    state.copyTo(states.get(from).clear());
    int runs = ceilDiv(samples.length, program.framesPerRun); // as even as they can be
    for (int done = 0, count; done < samples.length; done += count, runs--) {
      count = ceilDiv(samples.length - done, runs);
      fill(chunk, done, count);
      intervals.put(0, intervalsSeconds, done, count);
      run(count, from);
      wave.get(0, samples, done, count);
      from = 1 - from;
    }
    ByteBuffer next = states.get(from).clear();
    checkFinite(samples, next);
    return new Step(samples, PulseState.copyOf(next));
  }

  private static int ceilDiv(int a, int b) {
    return (a + b - 1) / b;
  }

  private void fill(Frames chunk, int first, int count) {
    if (program.form == GraphForm.BYTE_CHUNK) {
      ByteBuffer bytes = ((Frames.ByteFrames) chunk).values();
      frames.put(0, bytes, first * program.frameValues(), count * program.frameValues());
      return;
    }
    FloatBuffer floats = frames.clear().asFloatBuffer();
    for (int i = 0; i < count; i++) {
      chunk.copyFrame(first + i, floats);
    }
  }

  private void run(int count, int from) throws OrtException {
    Map<String, OnnxTensor> inputs = stateInputs.get(from);
    inputs.putAll(frameInputs(count));
    Map<String, OnnxTensor> outputs = stateOutputs.get(1 - from);
    outputs.put(TensorNames.WAVE, waveOutput(count));
    session.run(inputs, outputs).close();
  }

  private Map<String, OnnxTensor> frameInputs(int count) throws OrtException {
    Map<String, OnnxTensor> inputs = frameInputs.get(count);
    if (inputs == null) {
      inputs =
          Map.of(
              TensorNames.FRAMES, framesTensor(count),
              TensorNames.INTERVALS, tensor(intervals.slice(0, count), count));
      frameInputs.put(count, inputs);
    }
    return inputs;
  }

  private OnnxTensor framesTensor(int count) throws OrtException {
    long[] shape = program.form.framesShape(count, program.height, program.width);
    ByteBuffer memory = frames.slice(0, count * program.frameBytes()).order(PulseState.BYTE_ORDER);
    return program.form == GraphForm.BYTE_CHUNK
        ? keep(OnnxTensor.createTensor(environment(), memory, shape, OnnxJavaType.UINT8))
        : tensor(memory.asFloatBuffer(), shape);
  }

  private OnnxTensor waveOutput(int count) throws OrtException {
    OnnxTensor output = waveOutputs.get(count);
    if (output == null) {
      output = tensor(wave.slice(0, count), program.form.waveShape(count));
      waveOutputs.put(count, output);
    }
    return output;
  }

  private void checkFinite(float[] samples, ByteBuffer next) {
    for (int i = 0; i < samples.length; i++) {
      if (!Float.isFinite(samples[i])) {
        throw new NonFiniteException("the wave is %s at frame %d".formatted(samples[i], i));
      }
    }
    for (int i = 0; i < next.limit(); i += Float.BYTES) {
      if ((next.getInt(i) & EXPONENT) == EXPONENT) {
        throw new NonFiniteException(
            "the state is %s at number %d of %d"
                .formatted(next.getFloat(i), i / Float.BYTES, program.state.size()));
      }
    }
  }

  private OnnxTensor tensor(FloatBuffer memory, long... shape) throws OrtException {
    return keep(OnnxTensor.createTensor(environment(), memory, shape));
  }

  private OnnxTensor keep(OnnxTensor tensor) {
    tensors.add(tensor);
    return tensor;
  }

  private static OrtEnvironment environment() {
    return OrtEnvironment.getEnvironment();
  }

  private static ByteBuffer direct(int bytes) {
    return ByteBuffer.allocateDirect(bytes).order(PulseState.BYTE_ORDER);
  }

  @Override
  public void close() {
    tensors.forEach(OnnxTensor::close);
  }
}
