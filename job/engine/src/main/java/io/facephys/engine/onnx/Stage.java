package io.facephys.engine.onnx;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.facephys.engine.PulseState;
import io.facephys.engine.StateLayout;
import io.facephys.engine.weights.TensorNames;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One session of a {@link Workspace}, with its input and output tensors.
 *
 * <p>Native memory holds two copies of the states. Each run reads its states from one copy and
 * writes them to the other, so a state is copied only twice per chunk (in and out), however many
 * runs the chunk takes.
 */
final class Stage implements AutoCloseable {
  private final Spec spec;
  private final Buffers buffers;
  private final List<Map<String, OnnxTensor>> stateInputs = new ArrayList<>(); // of copy i
  private final List<Map<String, OnnxTensor>> stateOutputs = new ArrayList<>(); // of copy i
  private final Map<Span, Map<String, OnnxTensor>> inputs = new HashMap<>();
  private final Map<Span, OnnxTensor> outputs = new HashMap<>();
  private final List<OnnxTensor> tensors = new ArrayList<>();
  private int current; // the copy of the states that the next run reads

  /**
   * What a stage runs: a session of one graph.
   *
   * @param session of the graph
   * @param input its input other than intervals and states
   * @param output its output other than states
   * @param firstState index of its first state tensor
   * @param endState index after that of its last state tensor
   * @param framesPerRun the most frames that one run takes
   */
  record Spec(
      OrtSession session, Port input, Port output, int firstState, int endState, int framesPerRun) {
    int runs(int frames) {
      return ceilDiv(frames, framesPerRun);
    }
  }

  /**
   * Native memory.
   *
   * @param input frames of {@link Spec#input()}
   * @param intervals seconds, one per frame
   * @param output frames of {@link Spec#output()}
   * @param states two copies of all states, in the order of {@code layout}
   */
  record Buffers(
      ByteBuffer input,
      FloatBuffer intervals,
      ByteBuffer output,
      List<ByteBuffer> states,
      StateLayout layout) {}

  // The frames of the buffers that one run processes.
  private record Span(int first, int count) {}

  Stage(Spec spec, Buffers buffers) throws OrtException {
    this.spec = spec;
    this.buffers = buffers;
    try {
      for (ByteBuffer states : buffers.states) {
        bindStates(states);
      }
    } catch (OrtException | RuntimeException e) {
      close();
      throw e;
    }
  }

  private void bindStates(ByteBuffer states) throws OrtException {
    Map<String, OnnxTensor> in = new HashMap<>();
    Map<String, OnnxTensor> out = new HashMap<>();
    for (int i = spec.firstState; i < spec.endState; i++) {
      StateLayout.Tensor part = buffers.layout.tensors().get(i);
      ByteBuffer memory = states.slice(offset(i), offset(i + 1) - offset(i));
      OnnxJavaType type = buffers.layout.isFloat32(i) ? OnnxJavaType.FLOAT : OnnxJavaType.FLOAT16;
      OnnxTensor tensor =
          keep(
              OnnxTensor.createTensor(
                  environment(), memory.order(PulseState.BYTE_ORDER), part.dimensions(), type));
      in.put(TensorNames.state(i), tensor);
      out.put(TensorNames.nextState(i), tensor);
    }
    stateInputs.add(in);
    stateOutputs.add(out);
  }

  /**
   * Copies in this stage's states, so that {@code runs} runs leave the new states in the first
   * copy.
   *
   * @param state in the layout's format
   */
  void start(PulseState state, int runs) {
    current = runs % 2;
    int first = offset(spec.firstState);
    int size = offset(spec.endState) - first;
    buffers.states.get(current).put(first, state.bytes(), first, size);
  }

  // Where a state tensor begins, bytes.
  private int offset(int tensor) {
    StateLayout layout = buffers.layout;
    boolean end = tensor == layout.tensors().size();
    return layout.format().offset(end ? layout.size() : layout.offset(tensor));
  }

  /** Processes the first {@code frames} frames of the buffers, in runs of nearly equal length. */
  void run(int frames) throws OrtException {
    int runs = spec.runs(frames);
    for (int done = 0, count; done < frames; done += count, runs--) {
      count = ceilDiv(frames - done, runs);
      run(new Span(done, count));
    }
  }

  private void run(Span span) throws OrtException {
    Map<String, OnnxTensor> in = stateInputs.get(current);
    in.putAll(inputs(span));
    Map<String, OnnxTensor> out = stateOutputs.get(1 - current);
    out.put(spec.output.name(), output(span));
    spec.session.run(in, out).close();
    current = 1 - current;
  }

  private Map<String, OnnxTensor> inputs(Span span) throws OrtException {
    Map<String, OnnxTensor> bound = inputs.get(span);
    if (bound == null) {
      OnnxTensor intervals =
          keep(
              OnnxTensor.createTensor(
                  environment(),
                  buffers.intervals.slice(span.first, span.count),
                  new long[] {span.count}));
      bound =
          Map.of(
              spec.input.name(),
              tensor(spec.input, buffers.input, span),
              TensorNames.INTERVALS,
              intervals);
      inputs.put(span, bound);
    }
    return bound;
  }

  private OnnxTensor output(Span span) throws OrtException {
    OnnxTensor bound = outputs.get(span);
    if (bound == null) {
      bound = tensor(spec.output, buffers.output, span);
      outputs.put(span, bound);
    }
    return bound;
  }

  private OnnxTensor tensor(Port port, ByteBuffer buffer, Span span) throws OrtException {
    ByteBuffer memory =
        buffer
            .slice(span.first * port.frameBytes(), span.count * port.frameBytes())
            .order(PulseState.BYTE_ORDER);
    long[] shape = port.shape(span.count);
    return keep(
        port.bytes()
            ? OnnxTensor.createTensor(environment(), memory, shape, OnnxJavaType.UINT8)
            : OnnxTensor.createTensor(environment(), memory.asFloatBuffer(), shape));
  }

  private OnnxTensor keep(OnnxTensor tensor) {
    tensors.add(tensor);
    return tensor;
  }

  private static OrtEnvironment environment() {
    return OrtEnvironment.getEnvironment();
  }

  static int ceilDiv(int a, int b) {
    return (a + b - 1) / b;
  }

  @Override
  public void close() {
    tensors.forEach(OnnxTensor::close);
  }
}
