package io.facephys.engine;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * Options for running a model.
 *
 * @param statePrecision of the states that the model returns; if absent, {@link
 *     StatePrecision#FLOAT16} for FacePhys weights and {@link StatePrecision#FLOAT32} for any other
 *     model
 * @param provider where ONNX Runtime runs the model
 * @param engine what runs it
 */
public record EngineOptions(
    @Nullable StatePrecision statePrecision, Provider provider, Engine engine)
    implements Serializable {
  /** The default state precision, ONNX Runtime on the CPU. */
  public static final EngineOptions DEFAULT = new EngineOptions(null, Provider.CPU);

  public EngineOptions {
    if (engine == Engine.KERNEL && provider != Provider.CPU) {
      throw new IllegalArgumentException(
          "provider is %s, and engine kernel computes on the processor only; use engine onnx"
              .formatted(provider));
    }
  }

  /** With ONNX Runtime. */
  public EngineOptions(@Nullable StatePrecision statePrecision, Provider provider) {
    this(statePrecision, provider, Engine.ONNX);
  }
}
