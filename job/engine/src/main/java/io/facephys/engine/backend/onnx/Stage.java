package io.facephys.engine.backend.onnx;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.facephys.engine.PulseState;
import io.facephys.engine.StateLayout;
import io.facephys.engine.graph.Port;
import io.facephys.engine.graph.TensorNames;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One session's share of a {@link Workspace}.
 *
 * <p>It reads its states from one copy in native memory and writes them into the other, by turns,
 * so that a chunk copies a state twice (in and out), however many runs it takes.
 */
final class Stage implements AutoCloseable {
  private final Program program;
  private final Buffers buffers;
  private final List<Map<String, OnnxTensor>> stateInputs = new ArrayList<>(); // states i
  private final List<Map<String, OnnxTensor>> stateOutputs = new ArrayList<>(); // states i
  private final Map<Span, Map<String, OnnxTensor>> inputs = new HashMap<>();
  private final Map<Span, OnnxTensor> outputs = new HashMap<>();
  private final List<OnnxTensor> tensors = new ArrayList<>();
  private int from; // which copy of the states is the current one

  /**
   * What a stage runs.
   *
   * @param session of a graph
   * @param input its input beside time steps and states
   * @param output its output beside states
   * @param firstState number of its first state tensor
   * @param endState number after that of its last one
   * @param framesPerRun most frames that go in at once
   */
  record Program(
      OrtSession session, Port input, Port output, int firstState, int endState, int framesPerRun) {
    int runs(int frames) {
      return ceilDiv(frames, framesPerRun);
    }
  }

  /**
   * Native memory.
   *
   * @param input frames of {@link Program#input()}
   * @param intervals seconds, one a frame
   * @param output frames of {@link Program#output()}
   * @param states two copies of all states, in the order of {@code layout}
   */
  record Buffers(
      ByteBuffer input,
      FloatBuffer intervals,
      ByteBuffer output,
      List<ByteBuffer> states,
      StateLayout layout) {}

  // Frames of the buffers that a run takes.
  private record Span(int first, int count) {}

  Stage(Program program, Buffers buffers) throws OrtException {
    this.program = program;
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
    for (int i = program.firstState; i < program.endState; i++) {
      StateLayout.Tensor part = buffers.layout.tensors().get(i);
      long[] shape = part.shape().stream().mapToLong(Long::longValue).toArray();
      ByteBuffer memory = states.slice(offset(i), offset(i + 1) - offset(i));
      OnnxJavaType type = buffers.layout.isWide(i) ? OnnxJavaType.FLOAT : OnnxJavaType.FLOAT16;
      OnnxTensor tensor =
          keep(
              OnnxTensor.createTensor(
                  environment(), memory.order(PulseState.BYTE_ORDER), shape, type));
      in.put(TensorNames.state(i), tensor);
      out.put(TensorNames.nextState(i), tensor);
    }
    stateInputs.add(in);
    stateOutputs.add(out);
  }

  /**
   * Takes its states in, which are in the layout's format; after {@code runs} runs they are in the
   * first copy.
   */
  void start(PulseState state, int runs) {
    from = runs % 2;
    int first = offset(program.firstState);
    int size = offset(program.endState) - first;
    buffers.states.get(from).put(first, state.bytes(), first, size);
  }

  // Where a state tensor begins, bytes.
  private int offset(int tensor) {
    StateLayout layout = buffers.layout;
    boolean end = tensor == layout.tensors().size();
    return layout.format().offset(end ? layout.size() : layout.offsets().get(tensor));
  }

  /** Runs over the first {@code frames} frames of the buffers, in runs as even as they can be. */
  void run(int frames) throws OrtException {
    int runs = program.runs(frames);
    for (int done = 0, count; done < frames; done += count, runs--) {
      count = ceilDiv(frames - done, runs);
      run(new Span(done, count));
    }
  }

  private void run(Span span) throws OrtException {
    Map<String, OnnxTensor> in = stateInputs.get(from);
    in.putAll(inputs(span));
    Map<String, OnnxTensor> out = stateOutputs.get(1 - from);
    out.put(program.output.name(), output(span));
    program.session.run(in, out).close();
    from = 1 - from;
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
              program.input.name(),
              tensor(program.input, buffers.input, span),
              TensorNames.INTERVALS,
              intervals);
      inputs.put(span, bound);
    }
    return bound;
  }

  private OnnxTensor output(Span span) throws OrtException {
    OnnxTensor bound = outputs.get(span);
    if (bound == null) {
      bound = tensor(program.output, buffers.output, span);
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
