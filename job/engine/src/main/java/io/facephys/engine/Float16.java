package io.facephys.engine;

/** IEEE 754's binary16, which Java can convert from version 20 on. */
final class Float16 {
  private static final int INFINITY = 0x7C00;
  private static final int NAN = 0x7E00;
  private static final int LEAST_EXPONENT = -14; // below it numbers have fewer bits
  private static final int FRACTION_BITS = 10;
  private static final int FRACTION_SHIFT = 13; // to the place that float32 has it in
  private static final float EXPONENT_SHIFT = 0x1p112f; // the same for the exponent

  private Float16() {}

  /** The number of these bits, exactly. */
  static float toFloat(short bits) {
    int magnitude = bits & 0x7FFF;
    float value =
        magnitude < INFINITY
            ? Float.intBitsToFloat(magnitude << FRACTION_SHIFT) * EXPONENT_SHIFT
            : magnitude == INFINITY ? Float.POSITIVE_INFINITY : Float.NaN;
    return bits < 0 ? -value : value;
  }

  /** The bits of the nearest number, of the even one of two; infinity from 65520 on. */
  static short of(float value) {
    if (Float.isNaN(value)) {
      return NAN;
    }
    float step = Math.scalb(1f, Math.max(Math.getExponent(value), LEAST_EXPONENT) - FRACTION_BITS);
    float rounded = (float) Math.rint(value / step) * step;
    int magnitude = Float.floatToRawIntBits(Math.abs(rounded) / EXPONENT_SHIFT) >>> FRACTION_SHIFT;
    int sign = Float.floatToRawIntBits(value) >>> 16 & 0x8000;
    return (short) (sign | Math.min(magnitude, INFINITY));
  }

  /** Whether these bits are a number, neither infinite nor NaN. */
  static boolean isFinite(short bits) {
    return (bits & INFINITY) != INFINITY;
  }
}
