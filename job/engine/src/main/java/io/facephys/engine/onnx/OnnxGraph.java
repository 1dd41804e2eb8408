package io.facephys.engine.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import io.facephys.engine.weights.Weight;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Builds an ONNX graph. Every operator returns the name of its result; equal constants are stored
 * once.
 */
class OnnxGraph {
  /** End of a {@link #slice} that includes the last entry. */
  static final long END = Integer.MAX_VALUE;

  private static final int OPSET = 17;
  private static final int IR_VERSION = 8;
  private static final int FLOAT = TensorProto.DataType.FLOAT_VALUE;
  private static final int INT64 = TensorProto.DataType.INT64_VALUE;

  private final GraphProto.Builder graph = GraphProto.newBuilder().setName("facephys");
  private final Map<TensorProto, String> constants = new HashMap<>();

  String constant(Weight weight) {
    float[] values = weight.values();
    ByteBuffer bytes = littleEndian(values.length * Float.BYTES);
    bytes.asFloatBuffer().put(values);
    return constant(FLOAT, bytes, Arrays.stream(weight.shape()).asLongStream().toArray());
  }

  String scalar(double value) {
    return constant(FLOAT, littleEndian(Float.BYTES).putFloat(0, (float) value));
  }

  /** A vector of integers: shapes, axes, sizes. */
  String integers(long... values) {
    ByteBuffer bytes = littleEndian(values.length * Long.BYTES);
    bytes.asLongBuffer().put(values);
    return constant(INT64, bytes, values.length);
  }

  /** A single integer. */
  String integer(long value) {
    return constant(INT64, littleEndian(Long.BYTES).putLong(0, value));
  }

  private String constant(int type, ByteBuffer bytes, long... shape) {
    TensorProto tensor =
        TensorProto.newBuilder()
            .setDataType(type)
            .addAllDims(Arrays.stream(shape).boxed().toList())
            .setRawData(ByteString.copyFrom(bytes))
            .build();
    return constants.computeIfAbsent(
        tensor,
        content -> {
          String name = "constant_" + constants.size();
          graph.addInitializer(content.toBuilder().setName(name));
          return name;
        });
  }

  private static ByteBuffer littleEndian(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Declares an input; a negative dimension may have any size. */
  String input(String name, TensorProto.DataType type, long... shape) {
    graph.addInput(value(name, type, shape));
    return name;
  }

  /** Declares {@code value}, which is float32, as an output of type {@code type}. */
  void output(String value, String name, TensorProto.DataType type, long... shape) {
    String typed = type == TensorProto.DataType.FLOAT ? value : cast(value, type);
    graph.addNode(node("Identity", List.of(typed)).addOutput(name));
    graph.addOutput(value(name, type, shape));
  }

  private static ValueInfoProto value(String name, TensorProto.DataType type, long... shape) {
    TensorShapeProto.Builder dimensions = TensorShapeProto.newBuilder();
    for (long size : shape) {
      if (size < 0) {
        dimensions.addDimBuilder().setDimParam("frames");
      } else {
        dimensions.addDimBuilder().setDimValue(size);
      }
    }
    ValueInfoProto.Builder info = ValueInfoProto.newBuilder().setName(name);
    info.getTypeBuilder().getTensorTypeBuilder().setElemType(type.getNumber()).setShape(dimensions);
    return info.build();
  }

  private NodeProto.Builder node(String operator, List<String> inputs) {
    return NodeProto.newBuilder()
        .setOpType(operator)
        .setName(operator + "_" + graph.getNodeCount())
        .addAllInput(inputs);
  }

  private String add(NodeProto.Builder node) {
    graph.addNode(node.addOutput(node.getName()));
    return node.getName();
  }

  private static void setOne(NodeProto.Builder node, String name, long value) {
    node.addAttributeBuilder().setName(name).setType(AttributeProto.AttributeType.INT).setI(value);
  }

  private static void set(NodeProto.Builder node, String name, long... values) {
    node.addAttributeBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.INTS)
        .addAllInts(Arrays.stream(values).boxed().toList());
  }

  /** An operator without attributes and with one output. */
  String op(String operator, String... inputs) {
    return add(node(operator, List.of(inputs)));
  }

  private String op(String operator, String attribute, long value, String... inputs) {
    NodeProto.Builder node = node(operator, List.of(inputs));
    setOne(node, attribute, value);
    return add(node);
  }

  String add(String a, String b) {
    return op("Add", a, b);
  }

  String subtract(String a, String b) {
    return op("Sub", a, b);
  }

  String multiply(String a, String b) {
    return op("Mul", a, b);
  }

  String divide(String a, String b) {
    return op("Div", a, b);
  }

  String matMul(String a, String b) {
    return op("MatMul", a, b);
  }

  /** Limits values to 0..6. */
  String relu6(String x) {
    return op("Clip", x, scalar(0), scalar(6));
  }

  String cast(String x, TensorProto.DataType type) {
    return op("Cast", "to", type.getNumber(), x);
  }

  /** A size of -1 is inferred. */
  String reshape(String x, long... shape) {
    return op("Reshape", x, integers(shape));
  }

  String transpose(String x, long... order) {
    NodeProto.Builder node = node("Transpose", List.of(x));
    set(node, "perm", order);
    return add(node);
  }

  /** Running sums along {@code axis}. */
  String runningSum(String x, int axis) {
    return op("CumSum", x, integer(axis));
  }

  /** Keeps column <= row of the last two dimensions, or with {@code upper} column >= row. */
  String triangle(String x, boolean upper) {
    return op("Trilu", "upper", upper ? 1 : 0, x);
  }

  /** A matrix of zeros, of the shape of {@code x}, with ones where column = row + offset. */
  String eyeLike(String x, int offset) {
    return op("EyeLike", "k", offset, x);
  }

  String slice(String x, int axis, long from, long to) {
    return op("Slice", x, integers(from), integers(to), integers(axis));
  }

  /** The last entry along {@code axis}. */
  String last(String x, int axis) {
    return slice(x, axis, -1, END);
  }

  String concat(int axis, String... parts) {
    return op("Concat", "axis", axis, parts);
  }

  List<String> split(String x, int axis, long... sizes) {
    NodeProto.Builder node = node("Split", List.of(x, integers(sizes)));
    setOne(node, "axis", axis);
    List<String> parts = new ArrayList<>();
    for (int i = 0; i < sizes.length; i++) {
      parts.add(node.getName() + "_" + i);
    }
    graph.addNode(node.addAllOutput(parts));
    return parts;
  }

  /** Mean over the last dimension, which is kept with size 1. */
  String meanOfLast(String x) {
    NodeProto.Builder node = node("ReduceMean", List.of(x));
    set(node, "axes", -1L);
    return add(node);
  }

  /**
   * A convolution without groups; the kernel is [out, in, rows, columns], an optional bias follows
   * it.
   */
  String convolution(String x, int stride, long[] padding, Weight... kernelAndBias) {
    return convolution(x, 1, stride, padding, kernelAndBias);
  }

  /** The same in groups of channels; padding is top, left, bottom and right. */
  String convolution(String x, int groups, int stride, long[] padding, Weight... kernelAndBias) {
    List<String> inputs = new ArrayList<>(List.of(x));
    Arrays.stream(kernelAndBias).map(this::constant).forEach(inputs::add);
    Weight kernel = kernelAndBias[0];
    NodeProto.Builder node = node("Conv", inputs);
    set(node, "kernel_shape", kernel.size(2), kernel.size(3));
    set(node, "strides", stride, stride);
    set(node, "pads", padding);
    setOne(node, "group", groups);
    return add(node);
  }

  /** The model's bytes, as a file would hold them. */
  byte[] toModel() {
    return ModelProto.newBuilder()
        .setIrVersion(IR_VERSION)
        .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(OPSET))
        .setGraph(graph)
        .build()
        .toByteArray();
  }
}
