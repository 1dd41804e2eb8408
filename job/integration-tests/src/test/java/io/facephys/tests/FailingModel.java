package io.facephys.tests;

import ai.onnx.proto.OnnxMl.ModelProto;
import com.google.protobuf.TextFormat;
import io.facephys.pipeline.config.ModelLocation;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;

/**
 * A model on whose bright frames, with a mean of 0.75 or more, ONNX Runtime fails: they index an
 * array of 3 numbers. The sample of all others is the sum of {@code dt}; frames with a mean of 0.5
 * or more add 3e38, so that a second one has no finite sample in float32.
 */
public final class FailingModel {
  /** A grey of such a frame. */
  public static final int HUGE_GREY = 150;

  private static final String TEXT =
      """
      ir_version: 8
      opset_import { version: 13 }
      graph {
        name: "failing"
        node { op_type: "ReduceMean" input: "input" output: "mean"
               attribute { name: "keepdims" type: INT i: 0 } }
        node { op_type: "Mul" input: "mean" input: "four" output: "quarters" }
        node { op_type: "Cast" input: "quarters" output: "place"
               attribute { name: "to" type: INT i: 7 } }
        node { op_type: "Gather" input: "values" input: "place" output: "zero" }
        node { op_type: "Add" input: "state_in_0" input: "dt" output: "later" }
        node { op_type: "Add" input: "later" input: "zero" output: "Identity_1:0" }
        node { op_type: "Identity" input: "Identity_1:0" output: "Identity:0" }
        initializer { name: "four" data_type: 1 float_data: 4 }
        initializer { name: "values" data_type: 1 dims: 3 float_data: 0 float_data: 0 float_data: 3e38 }
        input { name: "input" type { tensor_type { elem_type: 1 shape {
          dim { dim_value: 1 } dim { dim_value: 1 }
          dim { dim_value: 36 } dim { dim_value: 36 } dim { dim_value: 3 } } } } }
        input { name: "dt" type { tensor_type { elem_type: 1 shape { dim { dim_value: 1 } } } } }
        input { name: "state_in_0" type { tensor_type { elem_type: 1 shape {
          dim { dim_value: 1 } dim { dim_value: 1 } } } } }
        output { name: "Identity:0" type { tensor_type { elem_type: 1 shape {
          dim { dim_value: 1 } dim { dim_value: 1 } } } } }
        output { name: "Identity_1:0" type { tensor_type { elem_type: 1 shape {
          dim { dim_value: 1 } dim { dim_value: 1 } } } } }
      }
      """;

  private FailingModel() {}

  /** Writes the model into {@code folder}. */
  public static ModelLocation in(Path folder) throws IOException {
    Path model = folder.resolve("failing.onnx");
    Path state = folder.resolve("failing.gz");
    Files.write(model, TextFormat.parse(TEXT, ModelProto.class).toByteArray());
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(state))) {
      out.write("{\"state_in_0\": [[0]]}".getBytes(StandardCharsets.US_ASCII));
    }
    return new ModelLocation(model.toString(), state.toString());
  }
}
