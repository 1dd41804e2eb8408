package io.facephys.engine.frames;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.facephys.engine.recording.Recording;
import io.facephys.engine.recording.RecordingFiles;
import io.facephys.engine.recording.TestRecordings;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PixelsTest {
  private static final int HEIGHT = 12;
  private static final int WIDTH = 10;

  /** The middle is rows 4 to 8 and columns 2 to 7: 30 of the 120 pixels. */
  @Test
  void middleAndFramesHaveTheirOwnMeans() {
    ByteBuffer frames = ByteBuffer.allocate(2 * 3 * HEIGHT * WIDTH);
    for (int row = 0; row < HEIGHT; row++) {
      for (int column = 0; column < WIDTH; column++) {
        boolean middle = row >= 4 && row < 9 && column >= 2 && column < 8;
        frames.put(middle ? new byte[] {(byte) 200, 100, (byte) 250} : new byte[] {0, 40, 10});
      }
    }

    Pixels pixels = Pixels.of(frames.rewind(), HEIGHT, WIDTH);

    // Of the second frame, whose pixels are all 0, the middle is as large.
    assertThat(pixels.middle()).isEqualTo(new FaceMiddle(100, 50, 125, 1 / 6.0));
    assertThat(pixels.colours())
        .containsExactly(50 / 255f, (float) (55 / 255.0), (float) (70 / 255.0), 0, 0, 0);
  }

  @Test
  void coloursAreThoseOfARecordingBitForBit() {
    Recording clip = RecordingFiles.ofFolder(TestRecordings.SHIPPED);

    assertThat(Pixels.of(clip.bytes(3, 33), 36, 36).colours())
        .containsExactly(FrameColours.of(clip.slice(3, 33)));
  }

  @Test
  void bufferIsReadFromItsPositionToItsLimitAndLeftAsItWas() {
    int bytes = 3 * HEIGHT * WIDTH;
    ByteBuffer black = ByteBuffer.allocate(bytes + 10).position(6).limit(bytes + 6);
    black.put(0, (byte) 255);

    Pixels pixels = Pixels.of(black.asReadOnlyBuffer(), HEIGHT, WIDTH);

    assertThat(pixels.problems())
        .containsExactlyInAnyOrder(FrameProblem.BLACK, FrameProblem.CONSTANT);
    assertThat(pixels.colours()).containsExactly(0, 0, 0);
    assertThat(black.position()).isEqualTo(6);
    assertThat(black.limit()).isEqualTo(bytes + 6);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 359, 361})
  void bytesThatAreNotWholeFramesAreRefused(int bytes) {
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> Pixels.of(ByteBuffer.allocate(bytes), HEIGHT, WIDTH))
        .withMessage("%d bytes are not whole frames of 10 x 12 pixels", bytes);
  }
}
