package io.facephys.engine.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.facephys.engine.Frames;
import io.facephys.engine.PulseState;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a step refuses before it reaches ONNX Runtime. */
class StepArgumentsTest {
  private static OnnxFrameModel model; // frames of 4 x 4, a state of 5 + 6 numbers

  @BeforeAll
  static void load() {
    model = OnnxFrameModel.load(TinyModel.files());
  }

  @AfterAll
  static void close() {
    model.close();
  }

  @ParameterizedTest
  @ValueSource(floats = {0, -0.03f, 0.26f, 0.25000003f, Float.NaN, Float.POSITIVE_INFINITY})
  void intervalOutOfBoundsIsRefused(float seconds) {
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(
            () -> model.advance(frames(2), new float[] {0.03f, seconds}, model.initialState()))
        .withMessage("interval %s s is not in (0, 0.25]", seconds);
  }

  @Test
  void longestAllowedIntervalIsTaken() {
    assertThat(model.advance(frames(1), new float[] {0.25f}, model.initialState()).wave())
        .hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3})
  void intervalsForAnotherCountOfFramesAreRefused(int intervals) {
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> model.advance(frames(2), new float[intervals], model.initialState()))
        .withMessage("%d intervals for 2 frames", intervals);
  }

  @Test
  void framesOfAnotherSizeAreRefused() {
    Frames large = Frames.ofBytes(ByteBuffer.allocate(36 * 36 * 3), 1);

    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> model.advance(large, new float[] {0.03f}, model.initialState()))
        .withMessage("a frame of this model has 48 values, not 3888");
  }

  @Test
  void stateOfAnotherModelIsRefused() {
    PulseState other = PulseState.copyOf(ByteBuffer.allocate(12 * Float.BYTES));

    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> model.advance(frames(1), new float[] {0.03f}, other))
        .withMessage("a state of this model has 11 numbers, not 12");
  }

  @Test
  void valuesThatDoNotFillTheFramesAreRefused() {
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> Frames.ofBytes(ByteBuffer.allocate(97), 2))
        .withMessage("97 values do not make 2 frames");
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> Frames.ofFloats(FloatBuffer.allocate(48), 0))
        .withMessage("48 values do not make 0 frames");
  }

  private static Frames frames(int count) {
    return Frames.ofBytes(ByteBuffer.allocate(count * 48), count);
  }
}
