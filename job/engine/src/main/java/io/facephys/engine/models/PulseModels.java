package io.facephys.engine.models;

import com.sun.management.HotSpotDiagnosticMXBean;
import io.facephys.engine.Engine;
import io.facephys.engine.EngineOptions;
import io.facephys.engine.ModelFiles;
import io.facephys.engine.ModelFormatException;
import io.facephys.engine.ProviderException;
import io.facephys.engine.PulseModel;
import io.facephys.engine.kernel.KernelModel;
import io.facephys.engine.onnx.OnnxChunkModel;
import io.facephys.engine.onnx.OnnxFrameModel;
import io.facephys.engine.weights.PulseWeights;
import java.lang.management.ManagementFactory;

/** Loads a model into the engine that runs it. */
public final class PulseModels {
  private static final String VECTOR_API = "jdk.incubator.vector";

  private PulseModels() {}

  /** Loads a model with {@link EngineOptions#DEFAULT}. */
  public static PulseModel load(ModelFiles files) {
    return load(files, EngineOptions.DEFAULT);
  }

  /**
   * Loads a model. A model from FacePhys weights (HDF5) processes whole chunks; any other file is
   * loaded as a recurrent ONNX model, which processes one frame after the other.
   *
   * @throws ModelFormatException if a file or an option does not fit; the message names the model,
   *     what was expected and what was found
   * @throws ProviderException if the provider is not available here
   */
  public static PulseModel load(ModelFiles files, EngineOptions options) {
    try {
      boolean weights = PulseWeights.isWeightsFile(files.model());
      if (options.engine() == Engine.KERNEL) {
        return kernelModel(files, options, weights);
      }
      return weights ? OnnxChunkModel.load(files, options) : OnnxFrameModel.load(files, options);
    } catch (ModelFormatException e) {
      throw new ModelFormatException("model '%s': %s".formatted(files.name(), e.getMessage()), e);
    }
  }

  private static PulseModel kernelModel(ModelFiles files, EngineOptions options, boolean weights) {
    if (!weights) {
      throw new ModelFormatException(
          "engine kernel runs FacePhys weights (HDF5) only; use engine onnx");
    }
    if (ModuleLayer.boot().findModule(VECTOR_API).isEmpty()) {
      throw new ModelFormatException(
          "engine kernel needs Java's Vector API: start Java with --add-modules %s, or use engine onnx"
              .formatted(VECTOR_API));
    }
    if (!hasFusedMultiplyAdd()) {
      throw new ModelFormatException(
          "engine kernel needs a processor with fused multiply-add (FMA), without which a frame takes a minute: use engine onnx");
    }
    return KernelModel.load(files, options);
  }

  /** What HotSpot found in the processor; true for a JVM that does not tell. */
  private static boolean hasFusedMultiplyAdd() {
    HotSpotDiagnosticMXBean hotSpot =
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
    return hotSpot == null || !hotSpot.getVMOption("UseFMA").getValue().equals("false");
  }
}
