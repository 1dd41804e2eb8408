package io.facephys.pipeline;

import ai.onnx.proto.OnnxMl.ModelProto;
import com.google.protobuf.TextFormat;
import io.facephys.engine.PulseModel;
import io.facephys.pipeline.config.ModelLocation;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;

/**
 * A recurrent model of one small state for the pipeline's frames, so that a test need not run the
 * real one.
 *
 * <pre>
 * brightness = mean(frame)
 * s' = 0.9 * s + brightness + dt    state_in_0 [1, 3]
 * sample = mean(s')
 * </pre>
 */
public final class TinyModel {
  private static final String TEXT =
      """
      ir_version: 8
      opset_import { version: 13 }
      graph {
        name: "tiny"
        node { op_type: "ReduceMean" input: "input" output: "mean"
               attribute { name: "keepdims" type: INT i: 0 } }
        node { op_type: "Identity" input: "mean" output: "brightness" }
        node { op_type: "Mul" input: "state_in_0" input: "decay" output: "decayed" }
        node { op_type: "Add" input: "decayed" input: "brightness" output: "lit" }
        node { op_type: "Add" input: "lit" input: "dt" output: "Identity_1:0" }
        node { op_type: "ReduceMean" input: "Identity_1:0" output: "Identity:0"
               attribute { name: "axes" type: INTS ints: 1 }
               attribute { name: "keepdims" type: INT i: 1 } }
        initializer { name: "decay" data_type: 1 float_data: 0.9 }
        input { name: "input" type { tensor_type { elem_type: 1 shape {
          dim { dim_value: 1 } dim { dim_value: 1 } dim { dim_value: 36 } dim { dim_value: 36 } dim { dim_value: 3 } } } } }
        input { name: "dt" type { tensor_type { elem_type: 1 shape { dim { dim_value: 1 } } } } }
        input { name: "state_in_0" type { tensor_type { elem_type: 1 shape {
          dim { dim_value: 1 } dim { dim_value: 3 } } } } }
        output { name: "Identity:0" type { tensor_type { elem_type: 1 shape {
          dim { dim_value: 1 } dim { dim_value: 1 } } } } }
        output { name: "Identity_1:0" type { tensor_type { elem_type: 1 shape {
          dim { dim_value: 1 } dim { dim_value: 3 } } } } }
      }
      """;

  private TinyModel() {}

  /** Writes the model into {@code folder}. */
  public static ModelLocation in(Path folder) {
    return write(folder, "tiny", TEXT);
  }

  /**
   * The same but for its decay of 0.5, so that it forgets its start within 2 s, and for the sign of
   * its sample, which rises as the skin gets darker, as with blood.
   */
  public static ModelLocation ofBloodIn(Path folder) {
    String text =
        TEXT.replace("float_data: 0.9", "float_data: 0.5")
            .replace(
                "input: \"Identity_1:0\" output: \"Identity:0\"",
                "input: \"Identity_1:0\" output: \"light\"")
            .replace(
                "initializer { name: \"decay\"",
                """
                node { op_type: "Neg" input: "light" output: "Identity:0" }
                initializer { name: "decay\"""");
    return write(folder, "blood", text);
  }

  /** The same but for its decay, which makes it another model. */
  public static ModelLocation otherIn(Path folder) {
    return write(folder, "other", TEXT.replace("float_data: 0.9", "float_data: 0.8"));
  }

  /** The same but for its brightness: the square root of (mean - 0.25), NaN for dark frames. */
  public static ModelLocation blindInTheDarkIn(Path folder) {
    String text =
        TEXT.replace(
            "node { op_type: \"Identity\" input: \"mean\" output: \"brightness\" }",
            """
            node { op_type: "Sub" input: "mean" input: "dark" output: "light" }
            node { op_type: "Sqrt" input: "light" output: "brightness" }
            initializer { name: "dark" data_type: 1 float_data: 0.25 }
            """);
    return write(folder, "blind", text);
  }

  /**
   * The same but for its sample, mean(sqrt(3.9 - s')): bright frames make it NaN after a while, and
   * from the initial state finite again.
   */
  public static ModelLocation tiringIn(Path folder) {
    String text =
        TEXT.replace(
            "node { op_type: \"ReduceMean\" input: \"Identity_1:0\"",
            """
            node { op_type: "Sub" input: "limit" input: "Identity_1:0" output: "left" }
            node { op_type: "Sqrt" input: "left" output: "root" }
            initializer { name: "limit" data_type: 1 float_data: 3.9 }
            node { op_type: "ReduceMean" input: "root"
            """);
    return write(folder, "tiring", text);
  }

  /** The same, but ONNX Runtime fails on frames with a mean of 0.75 or more. */
  public static ModelLocation failingOnLightIn(Path folder) {
    String text =
        TEXT.replace(
            "node { op_type: \"Identity\" input: \"mean\" output: \"brightness\" }",
            """
            node { op_type: "Mul" input: "mean" input: "four" output: "quarters" }
            node { op_type: "Cast" input: "quarters" output: "place"
                   attribute { name: "to" type: INT i: 7 } }
            node { op_type: "Gather" input: "zeros" input: "place" output: "zero" }
            node { op_type: "Add" input: "mean" input: "zero" output: "brightness" }
            initializer { name: "four" data_type: 1 float_data: 4 }
            initializer { name: "zeros" data_type: 1 dims: 3 float_data: 0 float_data: 0 float_data: 0 }
            """);
    return write(folder, "failing", text);
  }

  /** The same for frames of {@code size} x {@code size} pixels. */
  public static ModelLocation forFramesOf(int size, Path folder) {
    return write(
        folder, "small", TEXT.replace("dim_value: 36 }", "dim_value: %d }".formatted(size)));
  }

  /** The model without Flink. */
  public static PulseModel load(ModelLocation location) {
    try {
      return location.load();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether the model was closed. */
  public static boolean isFreed(PulseModel model) {
    try {
      Subject.of("anna", 1).wave(model);
      return false;
    } catch (IllegalStateException closed) {
      return true;
    }
  }

  private static ModelLocation write(Path folder, String name, String text) {
    Path model = folder.resolve(name + ".onnx");
    Path state = folder.resolve(name + ".gz");
    try {
      Files.write(model, TextFormat.parse(text, ModelProto.class).toByteArray());
      try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(state))) {
        out.write("{\"state_in_0\": [[1, 2, 3]]}".getBytes(StandardCharsets.US_ASCII));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new ModelLocation(model.toString(), state.toString());
  }
}
