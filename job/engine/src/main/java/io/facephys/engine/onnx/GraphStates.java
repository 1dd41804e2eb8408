package io.facephys.engine.onnx;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import io.facephys.engine.StateLayout;
import io.facephys.engine.weights.TensorNames;
import java.util.Map;
import java.util.TreeMap;

/**
 * The state tensors of a graph: they enter and leave it in the format of a {@link StateLayout};
 * everything in between is float32.
 */
final class GraphStates {
  private final OnnxGraph graph;
  private final StateLayout layout;
  private final Map<Integer, String> next = new TreeMap<>(); // after the chunk

  GraphStates(OnnxGraph graph, StateLayout layout) {
    this.graph = graph;
    this.layout = layout;
  }

  /** A state tensor before the chunk, float32. */
  String before(int tensor) {
    String name = TensorNames.state(tensor);
    return layout.isFloat32(tensor) ? name : graph.cast(name, DataType.FLOAT);
  }

  /** Sets a state tensor after the chunk to a float32 value of the graph. */
  void setAfter(int tensor, String value) {
    next.put(tensor, value);
  }

  /** Declares the inputs and outputs of all tensors that were set, and returns their number. */
  int declare() {
    next.forEach(
        (tensor, value) -> {
          DataType type = layout.isFloat32(tensor) ? DataType.FLOAT : DataType.FLOAT16;
          long[] shape = layout.tensors().get(tensor).dimensions();
          graph.input(TensorNames.state(tensor), type, shape);
          graph.output(value, TensorNames.nextState(tensor), type, shape);
        });
    return next.size();
  }
}
