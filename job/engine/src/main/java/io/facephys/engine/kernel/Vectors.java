package io.facephys.engine.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/** The vectors that all kernels compute with: the widest of this processor, 512 bits at most. */
final class Vectors {
  static final VectorSpecies<Float> FLOATS = widest();

  /** Numbers in a vector: 4, 8 or 16. All counts of channels are multiples of it. */
  static final int LANES = FLOATS.length();

  /**
   * Added to each number of a running state. A number that decays stays above float32's subnormal
   * numbers, with which a processor computes many times slower; beside a number that counts it is
   * lost in rounding.
   */
  static final float SPECK = 1e-18f;

  private static final VectorShuffle<Float> BY_8 = rotation(8);
  private static final VectorShuffle<Float> BY_4 = rotation(4);
  private static final VectorShuffle<Float> BY_2 = rotation(2);
  private static final VectorShuffle<Float> BY_1 = rotation(1);

  private Vectors() {}

  private static VectorSpecies<Float> widest() {
    VectorSpecies<Float> preferred = FloatVector.SPECIES_PREFERRED;
    return preferred.length() > FloatVector.SPECIES_512.length()
        ? FloatVector.SPECIES_512
        : preferred;
  }

  private static VectorShuffle<Float> rotation(int lanes) {
    return VectorShuffle.iota(FLOATS, lanes % LANES, 1, true);
  }

  static FloatVector load(float[] from, int at) {
    return FloatVector.fromArray(FLOATS, from, at);
  }

  static FloatVector all(float value) {
    return FloatVector.broadcast(FLOATS, value);
  }

  /** Limits numbers to 0..6; NaN stays NaN. */
  static FloatVector relu6(FloatVector x) {
    FloatVector notNegative = x.blend(0f, x.compare(VectorOperators.LT, 0f));
    return notNegative.blend(6f, notNegative.compare(VectorOperators.GT, 6f));
  }

  /** The sum of all lanes, always in the same order, which {@link FloatVector} does not promise. */
  static float sum(FloatVector x) {
    FloatVector sum = x;
    if (LANES > 8) {
      sum = sum.add(sum.rearrange(BY_8));
    }
    if (LANES > 4) {
      sum = sum.add(sum.rearrange(BY_4));
    }
    sum = sum.add(sum.rearrange(BY_2));
    sum = sum.add(sum.rearrange(BY_1));
    return sum.lane(0);
  }
}
