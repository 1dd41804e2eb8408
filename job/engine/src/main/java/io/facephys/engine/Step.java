package io.facephys.engine;

/**
 * The result of processing a chunk of frames.
 *
 * @param wave blood volume pulse, one finite sample per frame, without a unit
 * @param next the state after the last frame
 */
public record Step(float[] wave, PulseState next) {
  /**
   * Returns this step.
   *
   * @throws NonFiniteException if the wave or the state contains NaN or infinity
   */
  public Step requireFinite() {
    for (int i = 0; i < wave.length; i++) {
      if (!Float.isFinite(wave[i])) {
        throw new NonFiniteException("the wave is %s at frame %d".formatted(wave[i], i));
      }
    }
    next.firstNotFinite()
        .ifPresent(
            index -> {
              throw new NonFiniteException(
                  "the state is %s at index %d of %d"
                      .formatted(next.floats().get(index), index, next.size()));
            });
    return this;
  }
}
