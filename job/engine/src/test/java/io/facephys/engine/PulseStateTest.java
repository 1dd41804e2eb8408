package io.facephys.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.ReadOnlyBufferException;
import org.junit.jupiter.api.Test;

class PulseStateTest {
  private static final float[] NUMBERS = {
    1.5f, -0f, Float.MIN_VALUE, Float.MAX_VALUE, Float.NEGATIVE_INFINITY, Float.NaN
  };

  @Test
  void writtenStateReadsAsEqual() throws IOException {
    PulseState state = stateOf(NUMBERS);

    byte[] written = written(state);
    PulseState read = PulseState.readFrom(input(written), StateFormat.float32(NUMBERS.length));

    assertThat(written).hasSize(NUMBERS.length * 4);
    assertThat(read).isEqualTo(state).hasSameHashCodeAs(state);
    assertThat(read.size()).isEqualTo(NUMBERS.length);
  }

  /** 1.5 is 3FC00000 in IEEE 754. */
  @Test
  void storedNumbersAreLittleEndianFloat32() throws IOException {
    assertThat(written(stateOf(1.5f))).containsExactly(0, 0, 0xC0, 0x3F);
  }

  @Test
  void truncatedStateIsNotRead() throws IOException {
    byte[] written = written(stateOf(NUMBERS));

    assertThatExceptionOfType(EOFException.class)
        .isThrownBy(
            () -> PulseState.readFrom(input(written), StateFormat.float32(NUMBERS.length + 1)));
  }

  @Test
  void statesDifferWhereOneBitDoes() {
    assertThat(stateOf(0f)).isNotEqualTo(stateOf(-0f)).isNotEqualTo(stateOf(0f, 0f));
  }

  @Test
  void changingTheSourceDoesNotChangeTheState() {
    ByteBuffer source = bufferOf(NUMBERS);
    PulseState state = PulseState.copyOf(source);

    source.clear().putFloat(0, 7f);

    assertThat(state.floats().get(0)).isEqualTo(1.5f);
  }

  @Test
  void numbersAreReadOnlyAndEachViewStartsAtTheFirst() {
    PulseState state = stateOf(NUMBERS);
    FloatBuffer numbers = state.floats();

    assertThat(numbers.get()).isEqualTo(1.5f);
    assertThat(state.floats().get()).isEqualTo(1.5f);
    assertThatExceptionOfType(ReadOnlyBufferException.class).isThrownBy(() -> numbers.put(0, 7f));
  }

  private static PulseState stateOf(float... numbers) {
    return PulseState.copyOf(bufferOf(numbers));
  }

  private static ByteBuffer bufferOf(float... numbers) {
    ByteBuffer buffer = ByteBuffer.allocate(numbers.length * 4).order(PulseState.BYTE_ORDER);
    buffer.asFloatBuffer().put(numbers);
    return buffer;
  }

  private static byte[] written(PulseState state) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    state.writeTo(new DataOutputStream(out));
    return out.toByteArray();
  }

  private static DataInputStream input(byte[] bytes) {
    return new DataInputStream(new ByteArrayInputStream(bytes));
  }
}
