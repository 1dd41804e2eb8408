package io.facephys.benchmark;

import static org.bytedeco.tensorflowlite.global.tensorflowlite.TfLiteInterpreterAllocateTensors;
import static org.bytedeco.tensorflowlite.global.tensorflowlite.TfLiteInterpreterCreate;
import static org.bytedeco.tensorflowlite.global.tensorflowlite.TfLiteInterpreterDelete;
import static org.bytedeco.tensorflowlite.global.tensorflowlite.TfLiteInterpreterGetInputTensor;
import static org.bytedeco.tensorflowlite.global.tensorflowlite.TfLiteInterpreterGetInputTensorCount;
import static org.bytedeco.tensorflowlite.global.tensorflowlite.TfLiteInterpreterGetOutputTensor;
import static org.bytedeco.tensorflowlite.global.tensorflowlite.TfLiteInterpreterGetOutputTensorCount;
import static org.bytedeco.tensorflowlite.global.tensorflowlite.TfLiteInterpreterInvoke;
import static org.bytedeco.tensorflowlite.global.tensorflowlite.TfLiteInterpreterOptionsCreate;
import static org.bytedeco.tensorflowlite.global.tensorflowlite.TfLiteInterpreterOptionsDelete;
import static org.bytedeco.tensorflowlite.global.tensorflowlite.TfLiteInterpreterOptionsSetNumThreads;
import static org.bytedeco.tensorflowlite.global.tensorflowlite.TfLiteModelCreateFromFile;
import static org.bytedeco.tensorflowlite.global.tensorflowlite.TfLiteModelDelete;
import static org.bytedeco.tensorflowlite.global.tensorflowlite.TfLiteTensorByteSize;
import static org.bytedeco.tensorflowlite.global.tensorflowlite.TfLiteTensorData;
import static org.bytedeco.tensorflowlite.global.tensorflowlite.TfLiteTensorName;

import io.facephys.engine.PulseState;
import io.facephys.engine.StateLayout;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.tensorflowlite.TfLiteInterpreter;
import org.bytedeco.tensorflowlite.TfLiteInterpreterOptions;
import org.bytedeco.tensorflowlite.TfLiteModel;
import org.bytedeco.tensorflowlite.TfLiteTensor;

/**
 * LiteRT, which the model's authors recommend: their {@code model.tflite}, frame by frame, one
 * thread; XNNPACK is on, as it is unless one turns it off. The state is copied from outputs to
 * inputs after each frame, since LiteRT owns its tensors' memory.
 */
public final class LiteRtPeer implements Peer {
  private final TfLiteModel model;
  private final TfLiteInterpreter interpreter;
  private final Map<String, FloatPointer> inputs = new HashMap<>();
  private final Map<String, FloatPointer> outputs = new HashMap<>();
  private final StateLayout layout;
  private final PulseState initialState;

  /**
   * @param file {@code model.tflite}
   * @param layout of the state, the same as the ONNX model's
   * @param initialState where each run starts
   */
  public LiteRtPeer(Path file, StateLayout layout, PulseState initialState) {
    this.layout = layout;
    this.initialState = initialState;
    model = TfLiteModelCreateFromFile(file.toString());
    if (model == null) {
      throw new IllegalArgumentException("LiteRT cannot load '%s'".formatted(file));
    }
    TfLiteInterpreterOptions options = TfLiteInterpreterOptionsCreate();
    TfLiteInterpreterOptionsSetNumThreads(options, 1);
    interpreter = TfLiteInterpreterCreate(model, options);
    TfLiteInterpreterOptionsDelete(options);
    check(TfLiteInterpreterAllocateTensors(interpreter), "allocate tensors");
    check(
        TfLiteInterpreterInvoke(interpreter), "run"); // XNNPACK fixes its memory with the first run
    for (int i = 0; i < TfLiteInterpreterGetInputTensorCount(interpreter); i++) {
      put(inputs, TfLiteInterpreterGetInputTensor(interpreter, i));
    }
    for (int i = 0; i < TfLiteInterpreterGetOutputTensorCount(interpreter); i++) {
      put(outputs, TfLiteInterpreterGetOutputTensor(interpreter, i));
    }
  }

  private static void put(Map<String, FloatPointer> tensors, TfLiteTensor tensor) {
    long floats = TfLiteTensorByteSize(tensor) / Float.BYTES;
    tensors.put(
        TfLiteTensorName(tensor).getString(),
        new FloatPointer(TfLiteTensorData(tensor)).capacity(floats));
  }

  @Override
  public String name() {
    return "LiteRT (XNNPACK), frame by frame, as published";
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
      clip.slice(i, i + 1).copyFrame(0, frame.clear());
      input("dt").put(clip.intervalsSeconds()[i]);
      check(TfLiteInterpreterInvoke(interpreter), "run");
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
    TfLiteInterpreterDelete(interpreter);
    TfLiteModelDelete(model);
  }
}
