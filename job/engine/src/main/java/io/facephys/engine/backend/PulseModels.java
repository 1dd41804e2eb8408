package io.facephys.engine.backend;

import io.facephys.engine.EngineOptions;
import io.facephys.engine.ModelFiles;
import io.facephys.engine.ModelFormatException;
import io.facephys.engine.ProviderException;
import io.facephys.engine.PulseModel;
import io.facephys.engine.backend.onnx.OnnxChunkModel;
import io.facephys.engine.backend.onnx.OnnxFrameModel;
import io.facephys.engine.weights.PulseWeights;

/** Opens a model with the engine that suits its file. */
public final class PulseModels {
  private PulseModels() {}

  /** Opens it as suits most; see {@link #load(ModelFiles, EngineOptions)}. */
  public static PulseModel load(ModelFiles files) {
    return load(files, EngineOptions.DEFAULT);
  }

  /**
   * FacePhys weights (HDF5) run in whole chunks; any other file is taken for a recurrent ONNX model
   * and runs frame by frame.
   *
   * @throws ModelFormatException if a file does not fit, or not the options; the message names the
   *     model, what was expected and what was found
   * @throws ProviderException if the provider cannot be had here
   */
  public static PulseModel load(ModelFiles files, EngineOptions options) {
    try {
      return PulseWeights.isWeightsFile(files.model())
          ? OnnxChunkModel.load(files, options)
          : OnnxFrameModel.load(files, options);
    } catch (ModelFormatException e) {
      throw new ModelFormatException("model '%s': %s".formatted(files.name(), e.getMessage()), e);
    }
  }
}
