package io.facephys.engine;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import org.junit.jupiter.api.Test;

class FramesTest {
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
