package io.facephys.engine.kernel;

import static io.facephys.engine.kernel.Vectors.FLOATS;
import static io.facephys.engine.kernel.Vectors.LANES;

import io.facephys.engine.PulseState;
import io.facephys.engine.StateFormat;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * Converts the values of a state from its format to float32 and back, rounded to nearest with ties
 * to even; a vector at a time, because there are half a million of them for each chunk.
 */
final class StateValues {
  private static final VectorShape FLOAT16_SHAPE = VectorShape.forBitSize(LANES * Short.SIZE);
  private static final VectorSpecies<Byte> BYTES = VectorSpecies.of(byte.class, FLOAT16_SHAPE);
  private static final VectorSpecies<Short> SHORTS = VectorSpecies.of(short.class, FLOAT16_SHAPE);
  private static final VectorSpecies<Integer> INTS =
      VectorSpecies.of(int.class, FLOATS.vectorShape());

  private static final int SIGN = 0x8000;
  private static final int INFINITY = 0x7C00; // float16
  private static final int FRACTION_SHIFT = 13; // from float16 to float32
  private static final float BIAS_SHIFT = 0x1p112f; // difference of the exponents' biases
  private static final int BIAS = 112 << 10; // the same, in float16's exponent
  private static final int FLOAT_EXPONENT = 0x7F800000;
  private static final int MIN_NORMAL = 0x38800000; // 2^-14 as float32
  private static final float HALF = 0.5f; // its last bit is 2^-24, the smallest float16

  private StateValues() {}

  /**
   * Reads all values of a state.
   *
   * @param bytes workspace, four for each value
   */
  static void read(PulseState state, float[] values, byte[] bytes) {
    StateFormat format = state.format();
    state.bytes().get(bytes, 0, format.bytes());
    boolean finite = readFloat16(bytes, format, 0, format.firstFloat32(), values);
    finite &= readFloat16(bytes, format, format.endFloat32(), format.size(), values);
    int count = format.endFloat32() - format.firstFloat32();
    float32Values(bytes, format).get(values, format.firstFloat32(), count);
    if (!finite) {
      state.floats().get(values);
    }
  }

  /** Reads float16 values; false if one is infinite or NaN, which this cannot read. */
  private static boolean readFloat16(
      byte[] bytes, StateFormat format, int from, int end, float[] values) {
    int at = format.offset(from);
    int i = from;
    VectorMask<Integer> broken = INTS.maskAll(false);
    for (; i + LANES <= end; i += LANES, at += LANES * Short.BYTES) {
      IntVector bits =
          (IntVector)
              ByteVector.fromArray(BYTES, bytes, at)
                  .reinterpretAsShorts() // little endian on every machine
                  .convertShape(VectorOperators.S2I, INTS, 0);
      IntVector magnitude = bits.and(SIGN - 1);
      broken = broken.or(magnitude.compare(VectorOperators.GE, INFINITY));
      IntVector sign = bits.and(SIGN).lanewise(VectorOperators.LSHL, 16);
      FloatVector value =
          magnitude
              .lanewise(VectorOperators.LSHL, FRACTION_SHIFT)
              .reinterpretAsFloats()
              .mul(BIAS_SHIFT);
      value.reinterpretAsInts().or(sign).reinterpretAsFloats().intoArray(values, i);
    }
    boolean finite = !broken.anyTrue();
    for (; i < end; i++, at += Short.BYTES) {
      int bits = (bytes[at] & 0xFF) | (bytes[at + 1] << 8);
      int magnitude = bits & (SIGN - 1);
      finite &= magnitude < INFINITY;
      float value = Float.intBitsToFloat(magnitude << FRACTION_SHIFT) * BIAS_SHIFT;
      values[i] = (bits & SIGN) == 0 ? value : -value;
    }
    return finite;
  }

  /**
   * Writes all values of a state; false if one of them is infinite or NaN as it is written.
   *
   * @param bytes receives the state's bytes; four for each value
   */
  static boolean write(float[] values, StateFormat format, byte[] bytes) {
    boolean finite = writeFloat16(values, 0, format.firstFloat32(), format, bytes);
    finite &= writeFloat16(values, format.endFloat32(), format.size(), format, bytes);
    int count = format.endFloat32() - format.firstFloat32();
    float32Values(bytes, format).put(values, format.firstFloat32(), count);
    return finite && areFinite(values, format.firstFloat32(), format.endFloat32());
  }

  private static boolean writeFloat16(
      float[] values, int from, int end, StateFormat format, byte[] bytes) {
    int at = format.offset(from);
    int i = from;
    VectorMask<Short> broken = SHORTS.maskAll(false);
    for (; i + LANES <= end; i += LANES, at += LANES * Short.BYTES) {
      ShortVector float16 = rounded(FloatVector.fromArray(FLOATS, values, i));
      float16.reinterpretAsBytes().intoArray(bytes, at);
      broken = broken.or(notFinite(float16));
    }
    if (i < end) {
      float[] rest = new float[LANES];
      System.arraycopy(values, i, rest, 0, end - i);
      ShortVector float16 = rounded(FloatVector.fromArray(FLOATS, rest, 0));
      broken = broken.or(notFinite(float16));
      short[] shorts = float16.toArray();
      for (int k = 0; i + k < end; k++) {
        bytes[at + k * Short.BYTES] = (byte) shorts[k];
        bytes[at + k * Short.BYTES + 1] = (byte) (shorts[k] >> 8);
      }
    }
    return !broken.anyTrue();
  }

  private static VectorMask<Short> notFinite(ShortVector float16) {
    return float16.and((short) INFINITY).compare(VectorOperators.EQ, (short) INFINITY);
  }

  private static FloatBuffer float32Values(byte[] bytes, StateFormat format) {
    int from = format.offset(format.firstFloat32());
    int size = (format.endFloat32() - format.firstFloat32()) * Float.BYTES;
    return ByteBuffer.wrap(bytes, from, size).slice().order(PulseState.BYTE_ORDER).asFloatBuffer();
  }

  private static ShortVector rounded(FloatVector x) {
    IntVector bits = x.reinterpretAsInts();
    IntVector magnitude = bits.and(Integer.MAX_VALUE);
    IntVector odd = magnitude.lanewise(VectorOperators.LSHR, FRACTION_SHIFT).and(1);
    IntVector normal =
        magnitude.add(odd).add(0xFFF).lanewise(VectorOperators.LSHR, FRACTION_SHIFT).sub(BIAS);
    IntVector subnormal =
        magnitude
            .reinterpretAsFloats()
            .add(HALF)
            .reinterpretAsInts()
            .sub(Float.floatToRawIntBits(HALF));
    VectorMask<Integer> small = magnitude.compare(VectorOperators.LT, MIN_NORMAL);
    VectorMask<Integer> notANumber = magnitude.compare(VectorOperators.GT, FLOAT_EXPONENT);
    IntVector float16 =
        normal.min(INFINITY).blend(subnormal, small).blend(INFINITY + 1, notANumber);
    IntVector sign = bits.lanewise(VectorOperators.LSHR, 16).and(SIGN);
    return (ShortVector) float16.or(sign).convertShape(VectorOperators.I2S, SHORTS, 0);
  }

  /** Whether none of these values is infinite or NaN. */
  static boolean areFinite(float[] values, int from, int end) {
    VectorMask<Integer> broken = INTS.maskAll(false);
    int i = from;
    for (; i + LANES <= end; i += LANES) {
      IntVector exponent =
          FloatVector.fromArray(FLOATS, values, i).reinterpretAsInts().and(FLOAT_EXPONENT);
      broken = broken.or(exponent.compare(VectorOperators.EQ, FLOAT_EXPONENT));
    }
    boolean finite = !broken.anyTrue();
    for (; i < end; i++) {
      finite &= Float.isFinite(values[i]);
    }
    return finite;
  }
}
