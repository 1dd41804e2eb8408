package io.facephys.engine;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * Options for running a model.
 *
 * @param statePrecision of the states that the model returns; if absent, {@link
 *     StatePrecision#FLOAT16} for FacePhys weights and {@link StatePrecision#FLOAT32} for any other
 *     model
 * @param provider where the model runs
 */
public record EngineOptions(@Nullable StatePrecision statePrecision, Provider provider)
    implements Serializable {
  /** The default state precision, on the CPU. */
  public static final EngineOptions DEFAULT = new EngineOptions(null, Provider.CPU);
}
