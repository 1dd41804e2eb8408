package io.facephys.engine;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * How a model is run.
 *
 * @param statePrecision of the states that the model gives; absent for what suits the model: {@link
 *     StatePrecision#FLOAT16} for FacePhys weights, {@link StatePrecision#FLOAT32} frame by frame
 * @param provider what does the arithmetic
 */
public record EngineOptions(@Nullable StatePrecision statePrecision, Provider provider)
    implements Serializable {
  /** What suits most. */
  public static final EngineOptions DEFAULT = new EngineOptions(null, Provider.CPU);
}
