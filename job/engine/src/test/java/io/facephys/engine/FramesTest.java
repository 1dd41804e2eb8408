package io.facephys.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

class FramesTest {
  private static final Frames BYTES =
      Frames.ofBytes(ByteBuffer.wrap(new byte[] {9, 0, 51, 102, -1, 3, 4}).slice(1, 6), 3);
  private static final Frames FLOATS =
      Frames.ofFloats(FloatBuffer.wrap(new float[] {0, 0.2f, 0.4f, 1, 0.5f, 0.6f}), 3);

  @Test
  void framesHaveTheValuesOfTheirBuffer() {
    assertThat(BYTES.count()).isEqualTo(3);
    assertThat(BYTES.valuesPerFrame()).isEqualTo(2);
    assertThat(frame(BYTES, 0)).containsExactly(0, 0.2f);
    assertThat(frame(BYTES, 1)).containsExactly(0.4f, 1);
    assertThat(frame(FLOATS, 1)).containsExactly(0.4f, 1);
  }

  @Test
  void sliceHasItsFramesAlone() {
    for (Frames frames : List.of(BYTES, FLOATS)) {
      Frames slice = frames.slice(1, 3);
      assertThat(slice.count()).isEqualTo(2);
      assertThat(frame(slice, 0)).containsExactly(frame(frames, 1));
      assertThat(frame(slice.slice(1, 2), 0)).containsExactly(frame(frames, 2));
    }
  }

  @Test
  void sliceIsOfTheSameMemory() {
    ByteBuffer values = ByteBuffer.allocate(4);
    Frames slice = Frames.ofBytes(values, 2).slice(1, 2);
    values.put(3, (byte) 255);

    assertThat(frame(slice, 0)).containsExactly(0, 1);
  }

  @Test
  void frameIsCopiedToThePositionAndTheFramesStayAsTheyWere() {
    for (Frames frames : List.of(BYTES, FLOATS)) {
      FloatBuffer target = FloatBuffer.allocate(4).position(1);
      frames.copyFrame(1, target);
      assertThat(target.array()).containsExactly(0, 0.4f, 1, 0);
      assertThat(target.position()).isEqualTo(3);
      assertThat(frame(frames, 1)).containsExactly(0.4f, 1);
    }
  }

  @Test
  void sliceThatReachesTooFarIsRefused() {
    for (Frames frames : List.of(BYTES, FLOATS)) {
      assertThatExceptionOfType(IndexOutOfBoundsException.class)
          .isThrownBy(() -> frames.slice(1, 4));
    }
  }

  private static float[] frame(Frames frames, int index) {
    FloatBuffer values = FloatBuffer.allocate(frames.valuesPerFrame());
    frames.copyFrame(index, values);
    return values.array();
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
}
