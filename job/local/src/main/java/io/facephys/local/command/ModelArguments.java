package io.facephys.local.command;

import io.facephys.engine.EngineOptions;
import io.facephys.engine.Provider;
import io.facephys.engine.StatePrecision;
import io.facephys.pipeline.config.ModelLocation;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which model to run; mixed into the commands that run one. */
@SuppressWarnings("NullAway.Init") // picocli fills the fields
public final class ModelArguments {
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

  @Option(
      names = "--state-precision",
      paramLabel = "HOW",
      description =
          "How exactly states are kept between chunks: float16 or float32. Default: float16 with FacePhys weights, float32 with an ONNX model, which takes nothing else.")
  private @Nullable StatePrecision statePrecision;

  @Option(
      names = "--provider",
      paramLabel = "WHAT",
      defaultValue = "cpu",
      description =
          "What computes: cpu, cuda or tensorrt; the latter two need the build for GPUs and are untested. Default: ${DEFAULT-VALUE}.")
  private Provider provider;

  public ModelLocation location() {
    return new ModelLocation(model, initialState, new EngineOptions(statePrecision, provider));
  }
}
