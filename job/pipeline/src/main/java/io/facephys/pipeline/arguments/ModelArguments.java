package io.facephys.pipeline.arguments;

import io.facephys.engine.Engine;
import io.facephys.engine.EngineOptions;
import io.facephys.engine.Provider;
import io.facephys.engine.StatePrecision;
import io.facephys.pipeline.config.ModelLocation;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which model to run and how, on the command line; shared by the job and other commands. */
public final class ModelArguments {
  @Option(
      names = "--model",
      paramLabel = "PATH",
      description =
          "FacePhys weights (*.weights.h5) or an ONNX model, run frame by frame; a path or URI, on a cluster one that every TaskManager can read. Default: the project's own weights.")
  private @Nullable String model;

  @Option(
      names = "--initial-state",
      paramLabel = "PATH",
      description =
          "The state (gzip JSON) that each subject starts from; needed with an ONNX model. Default: the one in the weights.")
  private @Nullable String initialState;

  @Option(
      names = "--state-precision",
      paramLabel = "HOW",
      description =
          "How exactly states are kept between chunks: float16 (1.1 MB a subject and camera) or float32 (2.0 MB). Default: float16 with FacePhys weights, float32 with an ONNX model, which takes nothing else.")
  private @Nullable StatePrecision statePrecision;

  @Option(
      names = "--provider",
      paramLabel = "WHAT",
      description =
          "What computes: cpu, cuda or tensorrt; the latter two need the build for GPUs and are untested. Default: ${DEFAULT-VALUE}.")
  private Provider provider = EngineOptions.DEFAULT.provider();

  @Option(
      names = "--engine",
      paramLabel = "WHAT",
      description =
          "What runs the model: onnx (ONNX Runtime, any model) or kernel (this project's own kernels, faster, FacePhys weights on processors only; Java needs --add-modules jdk.incubator.vector). Default: ${DEFAULT-VALUE}.")
  private Engine engine = EngineOptions.DEFAULT.engine();

  public ModelLocation location() {
    return new ModelLocation(
        model, initialState, new EngineOptions(statePrecision, provider, engine));
  }
}
