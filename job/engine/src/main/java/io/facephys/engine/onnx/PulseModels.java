package io.facephys.engine.onnx;

import io.facephys.engine.ModelFiles;
import io.facephys.engine.ModelFormatException;
import io.facephys.engine.PulseModel;
import io.facephys.engine.weights.PulseWeights;

/** Opens a model with the engine that suits its file. */
public final class PulseModels {
  private PulseModels() {}

  /**
   * FacePhys weights (HDF5) run in whole chunks; any other file is taken for a recurrent ONNX model
   * and runs frame by frame.
   *
   * @throws ModelFormatException if a file does not fit; the message names the model, what was
   *     expected and what was found
   */
  public static PulseModel load(ModelFiles files) {
    try {
      return PulseWeights.isWeightsFile(files.model())
          ? OnnxChunkModel.load(files)
          : OnnxFrameModel.load(files);
    } catch (ModelFormatException e) {
      throw new ModelFormatException("model '%s': %s".formatted(files.name(), e.getMessage()), e);
    }
  }
}
