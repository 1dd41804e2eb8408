package io.facephys.engine.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtProvider;
import ai.onnxruntime.OrtSession;
import io.facephys.engine.ModelFormatException;
import io.facephys.engine.Provider;
import io.facephys.engine.ProviderException;
import java.util.Set;

/** Opens and closes ONNX Runtime sessions, with settings that suit Flink. */
final class OnnxSessions {
  private static final int FIRST_GPU = 0;

  private OnnxSessions() {}

  /**
   * Opens a model.
   *
   * @throws ModelFormatException if ONNX Runtime cannot load it
   * @throws IllegalStateException if it fails for another reason, which may pass
   * @throws ProviderException if the provider is not available
   */
  static OrtSession open(byte[] model, Provider provider) {
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      // Flink provides the parallelism: one slot per core, one thread per slot.
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      options.addConfigEntry("session.intra_op.allow_spinning", "0");
      addProvider(provider, options);
      return OrtEnvironment.getEnvironment().createSession(model, options);
    } catch (OrtException e) {
      throw failure(e);
    }
  }

  /** Whether the model is at fault, or what may be otherwise at the next try, such as memory. */
  static RuntimeException failure(OrtException e) {
    return switch (e.getCode()) {
      case ORT_RUNTIME_EXCEPTION, ORT_ENGINE_ERROR, ORT_EP_FAIL, ORT_JAVA_UNKNOWN ->
          new IllegalStateException("ONNX Runtime failed to load a model: " + e.getMessage(), e);
      default -> new ModelFormatException("ONNX Runtime cannot load it: " + e.getMessage(), e);
    };
  }

  private static void addProvider(Provider provider, OrtSession.SessionOptions options) {
    if (provider == Provider.CPU) {
      return;
    }
    OrtProvider needed = provider == Provider.CUDA ? OrtProvider.CUDA : OrtProvider.TENSOR_RT;
    Set<OrtProvider> present = OrtEnvironment.getAvailableProviders();
    if (!present.contains(needed)) {
      throw new ProviderException(
          "provider %s is not in this build, whose ONNX Runtime has %s: build it with 'mvn -Pgpu package', or give --provider cpu"
              .formatted(provider, present));
    }
    try {
      if (provider == Provider.TENSORRT) {
        options.addTensorrt(FIRST_GPU);
      }
      options.addCUDA(FIRST_GPU);
    } catch (OrtException e) {
      throw new ProviderException(
          "provider %s does not start: %s. It needs an NVIDIA GPU with its driver, and %s; or give --provider cpu"
              .formatted(provider, e.getMessage(), libraries(provider)),
          e);
    }
  }

  private static String libraries(Provider provider) {
    return provider == Provider.CUDA ? "CUDA 12 and cuDNN 9" : "CUDA 12, cuDNN 9 and TensorRT 10";
  }

  static void close(OrtSession session) {
    try {
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException("ONNX Runtime could not close: " + e.getMessage(), e);
    }
  }
}
