package io.facephys.engine.onnx;

import static io.facephys.engine.weights.TensorNames.FRAMES;
import static io.facephys.engine.weights.TensorNames.INTERVALS;
import static io.facephys.engine.weights.TensorNames.WAVE;
import static io.facephys.engine.weights.TensorNames.nextState;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.facephys.engine.Frames;
import io.facephys.engine.ModelFormatException;
import io.facephys.engine.StateLayout;
import io.facephys.engine.weights.TensorNames;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Names and shapes of the inputs and outputs of a frame-by-frame model.
 *
 * <p>Inputs are {@code input} [1, 1, height, width, 3], {@code dt} [1] and {@code state_in_0} up to
 * {@code state_in_n}; outputs {@code Identity:0} [1, 1], the sample, and {@code Identity_1:0} up to
 * {@code Identity_n+1:0}, where {@code Identity_1:0} is the next value of {@code state_in_0} and so
 * on. All are float32 of fixed shape. Source: the published model.onnx.
 *
 * @param height rows of a frame
 * @param width columns of a frame
 * @param state the state tensors, by index
 */
record OnnxContract(int height, int width, StateLayout state) {
  private static final int FRAME_DIMENSIONS = 5;

  static OnnxContract of(OrtSession session) throws OrtException {
    Map<String, NodeInfo> inputs = session.getInputInfo();
    Map<String, NodeInfo> outputs = session.getOutputInfo();
    long[] frame = shape("input", FRAMES, inputs);
    if (frame.length != FRAME_DIMENSIONS
        || frame[0] != 1
        || frame[1] != 1
        || frame[4] != Frames.CHANNELS) {
      throw refuse("input '%s' of shape [1, 1, height, width, 3]".formatted(FRAMES), frame);
    }
    expectShape(new long[] {1}, "input", INTERVALS, inputs);
    expectShape(new long[] {1, 1}, "output", WAVE, outputs);

    List<StateLayout.Tensor> tensors = new ArrayList<>();
    while (inputs.containsKey(TensorNames.state(tensors.size()))) {
      String name = TensorNames.state(tensors.size());
      long[] shape = shape("input", name, inputs);
      expectShape(shape, "output", nextState(tensors.size()), outputs);
      tensors.add(new StateLayout.Tensor(name, Arrays.stream(shape).boxed().toList()));
    }
    if (tensors.isEmpty() || inputs.size() != tensors.size() + 2) {
      throw new ModelFormatException(
          "the model should have the inputs input, dt and state_in_0, state_in_1, ... but has "
              + inputs.keySet());
    }
    return new OnnxContract((int) frame[2], (int) frame[3], new StateLayout(tensors));
  }

  private static void expectShape(
      long[] expected, String kind, String name, Map<String, NodeInfo> nodes) {
    long[] found = shape(kind, name, nodes);
    if (!Arrays.equals(found, expected)) {
      throw refuse("%s '%s' of shape %s".formatted(kind, name, Arrays.toString(expected)), found);
    }
  }

  private static long[] shape(String kind, String name, Map<String, NodeInfo> nodes) {
    NodeInfo node = nodes.get(name);
    if (node == null) {
      throw new ModelFormatException(
          "the model has no %s '%s'; it has %s".formatted(kind, name, nodes.keySet()));
    }
    if (!(node.getInfo() instanceof TensorInfo tensor) || tensor.type != OnnxJavaType.FLOAT) {
      throw new ModelFormatException(
          "the model's %s '%s' should be a float32 tensor but is %s"
              .formatted(kind, name, node.getInfo()));
    }
    if (Arrays.stream(tensor.getShape()).anyMatch(size -> size < 1)) {
      throw refuse("%s '%s' of fixed shape".formatted(kind, name), tensor.getShape());
    }
    return tensor.getShape();
  }

  private static ModelFormatException refuse(String expected, long[] found) {
    return new ModelFormatException(
        "the model should have %s but has %s".formatted(expected, Arrays.toString(found)));
  }
}
