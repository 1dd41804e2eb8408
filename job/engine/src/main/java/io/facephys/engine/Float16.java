package io.facephys.engine;

/** Converts between float and IEEE 754 binary16; the JDK does it from version 20 on. */
final class Float16 {
  private static final int INFINITY = 0x7C00;
  private static final int NAN = 0x7E00;
  private static final int MIN_EXPONENT = -14; // values below it are subnormal
  private static final int FRACTION_BITS = 10;
  private static final int FRACTION_SHIFT = 13; // from float16 to float32
  private static final float EXPONENT_SHIFT = 0x1p112f; // difference of the biases

  private Float16() {}

  /** The exact value of these bits. */
  static float toFloat(short bits) {
    int magnitude = bits & 0x7FFF;
    float value =
        magnitude < INFINITY
            ? Float.intBitsToFloat(magnitude << FRACTION_SHIFT) * EXPONENT_SHIFT
            : magnitude == INFINITY ? Float.POSITIVE_INFINITY : Float.NaN;
    return bits < 0 ? -value : value;
  }

  /** The bits of the nearest float16, ties to even; infinity from 65520 on. */
  static short of(float value) {
    if (Float.isNaN(value)) {
      return NAN;
    }
    float step = Math.scalb(1f, Math.max(Math.getExponent(value), MIN_EXPONENT) - FRACTION_BITS);
    float rounded = (float) Math.rint(value / step) * step;
    int magnitude = Float.floatToRawIntBits(Math.abs(rounded) / EXPONENT_SHIFT) >>> FRACTION_SHIFT;
    int sign = Float.floatToRawIntBits(value) >>> 16 & 0x8000;
    return (short) (sign | Math.min(magnitude, INFINITY));
  }

  /** Whether these bits are neither infinite nor NaN. */
  static boolean isFinite(short bits) {
    return (bits & INFINITY) != INFINITY;
  }
}
