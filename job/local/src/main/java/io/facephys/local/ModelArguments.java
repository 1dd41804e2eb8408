package io.facephys.local;

import io.facephys.pipeline.ModelLocation;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which model to run; mixed into the commands that run one. */
final class ModelArguments {
  @Option(
      names = "--model",
      paramLabel = "M",
      description =
          "FacePhys weights (*.weights.h5) or an ONNX model, frame by frame. Default: the project's own weights.")
  private @Nullable String model;

  @Option(
      names = "--initial-state",
      paramLabel = "S.gz",
      description =
          "The state (gzip JSON) that a subject starts from; needed with an ONNX model. Default: the one in the weights.")
  private @Nullable String initialState;

  ModelLocation location() {
    return new ModelLocation(model, initialState);
  }
}
