package io.facephys.engine.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/** The vectors that all kernels compute with: the widest of this processor, 512 bits at most. */
final class Vectors {
  static final VectorSpecies<Float> FLOATS = widest();

  /** The fewest values in a vector that the kernels are written for. */
  static final int MIN_LANES = 4;

  /** Values in a vector: 4, 8 or 16. All counts of channels are multiples of it. */
  static final int LANES = FLOATS.length();

  /**
   * Added to each value of a state in each frame. A value that decays thus stays above float32's
   * denormal numbers, with which a processor computes many times slower; beside a value that
   * matters it is lost in rounding.
   */
  static final float DENORMAL_GUARD = 1e-18f;

  /** Values of the largest array that {@link #allocate} makes. */
  static final int MAX_VALUES = 1 << 24;

  /**
   * All bits of an index into an array of {@link #allocate}. An index that is seen to be below 2^24
   * cannot overflow, which saves the compiler instructions in the inner loops.
   */
  static final int INDEX = MAX_VALUES - 1;

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

  /**
   * An array of zeros for kernels, whose size is the product of these.
   *
   * @throws IllegalArgumentException if {@link #INDEX} would cut its indices
   */
  static float[] allocate(int... sizes) {
    long values = 1;
    for (int size : sizes) {
      values = Math.multiplyExact(values, size);
    }
    if (values > MAX_VALUES) {
      throw new IllegalArgumentException(
          "an array of %d values is too large for the kernels, whose indices end at %d"
              .formatted(values, INDEX));
    }
    return new float[(int) values];
  }

  static FloatVector load(float[] from, int at) {
    return FloatVector.fromArray(FLOATS, from, at);
  }

  static FloatVector all(float value) {
    return FloatVector.broadcast(FLOATS, value);
  }

  /** Limits values to 0..6; NaN stays NaN. */
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
