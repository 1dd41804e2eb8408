package io.facephys.local.arguments;

import io.facephys.engine.EngineOptions;
import io.facephys.engine.Provider;
import io.facephys.engine.StatePrecision;
import io.facephys.pipeline.config.ModelLocation;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options that choose the model and how to run it; a mixin. */
@SuppressWarnings("NullAway.Init") // picocli fills the fields
public final class ModelArguments {
  @Option(
      names = "--model",
      paramLabel = "M",
      description =
          "FacePhys weights (*.weights.h5), or an ONNX model that takes one frame at a time. Default: the project's own weights.")
  private @Nullable String model;

  @Option(
      names = "--initial-state",
      paramLabel = "S.gz",
      description =
          "The model state (gzip JSON) that each subject starts from; required with an ONNX model. Default: the one in the weights.")
  private @Nullable String initialState;

  @Option(
      names = "--state-precision",
      paramLabel = "P",
      description =
          "Precision in which model states are kept between chunks: float16 or float32. Default: float16 with FacePhys weights; float32 with an ONNX model, which supports nothing else.")
  private @Nullable StatePrecision statePrecision;

  @Option(
      names = "--provider",
      paramLabel = "P",
      defaultValue = "cpu",
      description =
          "ONNX Runtime's execution provider: cpu, cuda or tensorrt. The latter two need the GPU build and are untested. Default: ${DEFAULT-VALUE}.")
  private Provider provider;

  /** The model that the options name. */
  public ModelLocation location() {
    return new ModelLocation(model, initialState, new EngineOptions(statePrecision, provider));
  }
}
