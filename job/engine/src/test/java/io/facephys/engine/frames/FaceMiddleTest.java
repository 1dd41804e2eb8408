package io.facephys.engine.frames;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.facephys.engine.recording.RecordingFiles;
import io.facephys.engine.recording.TestRecordings;
import java.nio.ByteBuffer;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;

final class FaceMiddleTest {
  private static final int SIDE = 36;
  private static final int FRAME_BYTES = 3 * SIDE * SIDE;
  private static final ByteBuffer FACE = // 30 frames of a painted face
      RecordingFiles.ofFolder(TestRecordings.SHIPPED).bytes(0, 30);

  @Test
  void aFaceIsNeitherClippedNorBlue() {
    FaceMiddle face = middle(FACE);
    assertThat(face.isClipped()).isFalse();
    assertThat(face.isBlueFirst()).isFalse();
  }

  @Test
  void aFaceWithBlueFirstIsFound() {
    int start = FACE.position();
    FaceMiddle face = middle(changed(i -> FACE.get(start + i - i % 3 + 2 - i % 3)));
    assertThat(face.isBlueFirst()).isTrue();
    assertThat(face.blue()).isCloseTo(middle(FACE).red(), within(1e-9));
  }

  @Test
  void aFaceInTooMuchLightIsFound() {
    int start = FACE.position();
    FaceMiddle face = middle(changed(i -> Math.min(255, 2 * (FACE.get(start + i) & 0xFF))));
    assertThat(face.isClipped()).isTrue();
  }

  @Test
  void aBrightBlueWallBesideTheFaceDoesNotCount() {
    int start = FACE.position();
    FaceMiddle face =
        middle(
            changed(
                i -> {
                  int column = i / 3 % SIDE;
                  int wall = i % 3 == 2 ? 255 : 0;
                  return column < 7 || column >= 29 ? wall : FACE.get(start + i);
                }));
    assertThat(face).isEqualTo(middle(FACE));
  }

  @Test
  void aGreyPictureIsNotBlue() {
    assertThat(middle(changed(i -> 120 + i % 2)).isBlueFirst()).isFalse();
    assertThat(middle(ByteBuffer.allocate(FRAME_BYTES)).isBlueFirst()).isFalse();
  }

  private static FaceMiddle middle(ByteBuffer frames) {
    return Pixels.of(frames, SIDE, SIDE).middle();
  }

  private static ByteBuffer changed(IntUnaryOperator value) {
    ByteBuffer changed = ByteBuffer.allocate(FACE.remaining());
    for (int i = 0; i < changed.capacity(); i++) {
      changed.put(i, (byte) value.applyAsInt(i));
    }
    return changed;
  }
}
