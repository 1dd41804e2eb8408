package io.facephys.engine.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import com.google.protobuf.TextFormat;
import io.facephys.engine.ModelFiles;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;

/**
 * A recurrent model with two small states, as protocol buffer text, so that a test can change a
 * word of it.
 *
 * <pre>
 * a' = a / 2 + mean(frame) * dt    state_in_0 [1, 5]
 * b' = b + dt                      state_in_1 [2, 1, 3]
 * sample = mean(a')
 * </pre>
 */
final class TinyModel {
  static final String STATE =
      "{\"state_in_0\": [[1, 2, 3, 4, 5]], \"state_in_1\": [[[0, 1, 2]], [[3, 4, 5]]]}";

  static final String TEXT =
      """
      ir_version: 8
      opset_import { version: 13 }
      graph {
        name: "tiny"
        node { op_type: "ReduceMean" input: "input" output: "mean"
               attribute { name: "keepdims" type: INT i: 0 } }
        node { op_type: "Mul" input: "mean" input: "dt" output: "gain" }
        node { op_type: "Mul" input: "state_in_0" input: "half" output: "decayed" }
        node { op_type: "Add" input: "decayed" input: "gain" output: "Identity_1:0" }
        node { op_type: "Add" input: "state_in_1" input: "dt" output: "Identity_2:0" }
        node { op_type: "ReduceMean" input: "Identity_1:0" output: "Identity:0"
               attribute { name: "axes" type: INTS ints: 1 }
               attribute { name: "keepdims" type: INT i: 1 } }
        initializer { name: "half" data_type: 1 float_data: 0.5 }
      """
          + input("input", 1, 1, 4, 4, 3)
          + input("dt", 1)
          + input("state_in_0", 1, 5)
          + input("state_in_1", 2, 1, 3)
          + output("Identity:0", 1, 1)
          + output("Identity_1:0", 1, 5)
          + output("Identity_2:0", 2, 1, 3)
          + "}";

  private TinyModel() {}

  static ModelFiles files() {
    return files(TEXT, STATE);
  }

  static ModelFiles files(String modelText, String stateJson) {
    return new ModelFiles("tiny", parse(modelText), gzip(stateJson));
  }

  /** The declaration of an input. */
  static String input(String name, int... shape) {
    return value("input", name, shape);
  }

  private static String output(String name, int... shape) {
    return value("output", name, shape);
  }

  private static String value(String kind, String name, int... shape) {
    StringBuilder dimensions = new StringBuilder();
    for (int size : shape) {
      dimensions.append("dim { dim_value: %d } ".formatted(size));
    }
    return "%s { name: \"%s\" type { tensor_type { elem_type: 1 shape { %s} } } }\n"
        .formatted(kind, name, dimensions);
  }

  private static byte[] parse(String text) {
    try {
      return TextFormat.parse(text, ModelProto.class).toByteArray();
    } catch (TextFormat.ParseException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static byte[] gzip(String text) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }
}
