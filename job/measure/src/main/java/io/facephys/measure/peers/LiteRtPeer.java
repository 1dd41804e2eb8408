package io.facephys.measure.peers;

import io.facephys.engine.PulseState;
import io.facephys.engine.StateLayout;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.tensorflowlite.BuiltinOpResolverWithXNNPACK;
import org.bytedeco.tensorflowlite.FlatBufferModel;
import org.bytedeco.tensorflowlite.Interpreter;
import org.bytedeco.tensorflowlite.InterpreterBuilder;
import org.bytedeco.tensorflowlite.OpResolver;
import org.bytedeco.tensorflowlite.TfLiteTensor;

/**
 * LiteRT with XNNPACK, which the model's authors recommend: their {@code model.tflite}, frame by
 * frame, one thread.
 *
 * <p>This is LiteRT's C++ interface, because its C interface leaves XNNPACK out.
 */
public final class LiteRtPeer implements Peer {
  private final FlatBufferModel model;
  private final OpResolver operators;
  private final Interpreter interpreter = new Interpreter((Pointer) null);
  private final XnnpackShare share;
  private final Map<String, FloatPointer> inputs;
  private final Map<String, FloatPointer> outputs;
  private final StateLayout layout;
  private final PulseState initialState;

  /**
   * @param file {@code model.tflite}
   * @param layout of the state, the same as the ONNX model's
   * @param initialState where each run starts
   * @throws IllegalStateException if XNNPACK runs nothing of the model
   */
  public LiteRtPeer(Path file, StateLayout layout, PulseState initialState) {
    this(file, layout, initialState, new BuiltinOpResolverWithXNNPACK(true));
  }

  /**
   * @param operators closed with this
   */
  LiteRtPeer(Path file, StateLayout layout, PulseState initialState, OpResolver operators) {
    this.layout = layout;
    this.initialState = initialState;
    this.operators = operators;
    model = FlatBufferModel.BuildFromFile(file.toString());
    if (model == null) {
      throw new IllegalArgumentException("LiteRT cannot load '%s'".formatted(file));
    }
    try (InterpreterBuilder builder = new InterpreterBuilder(model, operators)) {
      check(builder.SetNumThreads(1), "take one thread");
      check(builder.apply(interpreter), "build an interpreter");
    }
    check(interpreter.AllocateTensors(), "allocate tensors");
    share = XnnpackShare.of(interpreter).required();
    check(interpreter.Invoke(), "run"); // XNNPACK fixes its memory with the first run
    inputs = tensors(interpreter.inputs());
    outputs = tensors(interpreter.outputs());
  }

  private Map<String, FloatPointer> tensors(IntPointer indices) {
    Map<String, FloatPointer> tensors = new HashMap<>();
    for (long i = 0; i < indices.limit(); i++) {
      TfLiteTensor tensor = interpreter.tensor(indices.get(i));
      tensors.put(
          tensor.name().getString(),
          new FloatPointer(tensor.data().f()).capacity(tensor.bytes() / Float.BYTES));
    }
    return tensors;
  }

  /** How much of the model XNNPACK runs. */
  XnnpackShare share() {
    return share;
  }

  @Override
  public String name() {
    return "LiteRT (XNNPACK: %d of %d nodes), frame by frame"
        .formatted(share.takenOver(), share.nodes());
  }

  @Override
  public String reference() {
    return "wave.npy";
  }

  @Override
  public float[] run(BenchClip clip) {
    float[] wave = new float[clip.length()];
    FloatBuffer state = initialState.floats();
    for (StateLayout.Tensor tensor : layout.tensors()) {
      float[] numbers = new float[tensor.size()];
      state.get(numbers);
      input(tensor.name()).put(numbers);
    }
    FloatBuffer frame = input("input").asBuffer();
    for (int i = 0; i < wave.length; i++) {
      clip.recording().slice(i, i + 1).copyFrame(0, frame.clear());
      input("dt").put(clip.intervalsSeconds()[i]);
      check(interpreter.Invoke(), "run");
      wave[i] = output("Identity").get();
      carryStateOver();
    }
    return wave;
  }

  private void carryStateOver() {
    for (int k = 0; k < layout.tensors().size(); k++) {
      FloatPointer target = input("state_in_" + k);
      Pointer.memcpy(target, output("Identity_" + (k + 1)), target.capacity() * Float.BYTES);
    }
  }

  private FloatPointer input(String name) {
    return Objects.requireNonNull(inputs.get(name), name);
  }

  private FloatPointer output(String name) {
    return Objects.requireNonNull(outputs.get(name), name);
  }

  private static void check(int status, String what) {
    if (status != 0) {
      throw new IllegalStateException("LiteRT could not %s: status %d".formatted(what, status));
    }
  }

  @Override
  public void close() {
    interpreter.close();
    operators.close();
    model.close();
  }
}
