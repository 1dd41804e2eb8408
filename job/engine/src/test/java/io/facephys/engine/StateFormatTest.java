package io.facephys.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StateFormatTest {
  private static final StateFormat ONE_FLOAT16 = new StateFormat(1, 0, 0);

  /** Two float16 values, three float32 ones, two float16 ones. */
  private static final StateFormat MIXED = new StateFormat(7, 2, 5);

  /**
   * Bits and value from NumPy 2.4: {@code h = np.float16(np.float32(x)); h.view(np.uint16), h}. Of
   * two values that are equally near, the even one is used.
   */
  @ParameterizedTest
  @CsvSource({
    "0.1, 2e66, 0.0999755859375",
    "0.33333334, 3555, 0.333251953125",
    "-2, c000, -2",
    "65504, 7bff, 65504",
    "65519.996, 7bff, 65504",
    "65520, 7c00, Infinity",
    "-1e9, fc00, -Infinity",
    "1.00048828125, 3c00, 1",
    "1.00146484375, 3c02, 1.001953125",
    "6.1e-5, 03ff, 6.097555160522461e-05",
    "5.9604645e-8, 0001, 5.960464477539063e-08",
    "2.9802322e-8, 0000, 0",
    "2.9802326e-8, 0001, 5.960464477539063e-08",
    "-0.0, 8000, -0.0",
    "1e-30, 0000, 0",
    "NaN, 7e00, NaN",
  })
  void valueIsRoundedToTheNearestFloat16(float value, String bits, Float rounded) {
    PulseState float16 = stateOf(value).in(ONE_FLOAT16);

    assertThat(float16.bytes().getShort(0)).isEqualTo((short) Integer.parseInt(bits, 16));
    assertThat(float16.floats().get(0)).isEqualTo(rounded);
  }

  @Test
  void everyFloat16SurvivesFloat32() {
    StateFormat all = new StateFormat(1 << 16, 0, 0);
    ByteBuffer bits = ByteBuffer.allocate(all.bytes()).order(PulseState.BYTE_ORDER);
    for (int i = 0; i < 1 << 16; i++) {
      boolean notANumber = (i & 0x7FFF) > 0x7C00; // NaN has many bit patterns; one is enough
      bits.putShort((short) (notANumber ? 0x7E00 : i));
    }
    PulseState state = PulseState.copyOf(bits.flip(), all);

    assertThat(state.in(StateFormat.float32(1 << 16)).in(all)).isEqualTo(state);
  }

  @Test
  void valuesOfTheFloat32RangeKeepEveryBit() {
    float[] values = {1.0001f, 1e-9f, 1.0001f, 1e30f, 1e-9f, 1.0001f, 3f};

    PulseState state = stateOf(values).in(MIXED);

    assertThat(state.bytes().remaining()).isEqualTo(MIXED.bytes()).isEqualTo(4 + 12 + 4);
    float[] read = new float[7];
    state.floats().get(read);
    assertThat(read).containsExactly(1f, 0f, 1.0001f, 1e30f, 1e-9f, 1f, 3f);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 4, 5, 6})
  void firstValueThatIsNotFiniteIsFound(int index) {
    float[] values = new float[7];
    values[index] = Float.NEGATIVE_INFINITY;
    values[6] = Float.NaN;

    assertThat(stateOf(values).in(MIXED).firstNotFinite()).hasValue(Math.min(index, 6));
    assertThat(stateOf(values).firstNotFinite()).hasValue(Math.min(index, 6));
    assertThat(stateOf(new float[7]).in(MIXED).firstNotFinite()).isEmpty();
    assertThat(stateOf(65504, 65504, Float.MAX_VALUE, 0, 0, 0, 0).in(MIXED).firstNotFinite())
        .isEmpty();
  }

  @Test
  void stateOfAnotherSizeIsNotConverted() {
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> stateOf(1, 2).in(MIXED))
        .withMessage("a state of 2 values cannot be converted to one of 7");
  }

  @ParameterizedTest
  @CsvSource({"-2, 2", "4, 2", "2, 8", "1, 3"})
  void rangeThatCannotBeIsRefused(int firstFloat32, int endFloat32) {
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> new StateFormat(7, firstFloat32, endFloat32))
        .withMessage("values %d to %d of 7 cannot be the float32 range", firstFloat32, endFloat32);
  }

  private static PulseState stateOf(float... values) {
    ByteBuffer bytes = ByteBuffer.allocate(values.length * 4).order(PulseState.BYTE_ORDER);
    bytes.asFloatBuffer().put(values);
    return PulseState.copyOf(bytes);
  }
}
