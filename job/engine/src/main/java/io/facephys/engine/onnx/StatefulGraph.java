package io.facephys.engine.onnx;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import io.facephys.engine.StateLayout;
import io.facephys.engine.weights.TensorNames;
import java.util.Map;
import java.util.TreeMap;

/**
 * A graph with state tensors: they enter and leave it in the format of a {@link StateLayout};
 * everything in between is float32.
 */
final class StatefulGraph extends OnnxGraph {
  private final StateLayout layout;
  private final Map<Integer, String> next = new TreeMap<>(); // after the chunk

  StatefulGraph(StateLayout layout) {
    this.layout = layout;
  }

  /** A state tensor before the chunk, float32. */
  String stateBefore(int tensor) {
    String name = TensorNames.state(tensor);
    return layout.isFloat32(tensor) ? name : cast(name, DataType.FLOAT);
  }

  /** Sets a state tensor after the chunk to a float32 value of the graph. */
  void setStateAfter(int tensor, String value) {
    next.put(tensor, value);
  }

  /** Declares all state tensors that were set as inputs and outputs; returns their number. */
  int declareStates() {
    next.forEach(
        (tensor, value) -> {
          DataType type = layout.isFloat32(tensor) ? DataType.FLOAT : DataType.FLOAT16;
          long[] shape = layout.tensors().get(tensor).dimensions();
          input(TensorNames.state(tensor), type, shape);
          output(value, TensorNames.nextState(tensor), type, shape);
        });
    return next.size();
  }
}
