package io.facephys.engine.frames;

import static org.assertj.core.api.Assertions.assertThat;

import io.facephys.engine.recording.Recording;
import io.facephys.engine.recording.RecordingFiles;
import io.facephys.engine.recording.TestRecordings;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.Set;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FrameChecksTest {
  private static final int FRAME_BYTES = 36 * 36 * 3;
  private static final byte[] FACE = // 120 frames of a painted face, mean 130
      clip(TestRecordings.SHIPPED);

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 15, 30, 120})
  void shippedClipHasNoProblemInAnyChunking(int chunkFrames) {
    assertNoProblem(FACE, chunkFrames);
  }

  @ParameterizedTest
  @ValueSource(strings = {"steady-72", "real-ppg-a", "jittered-95"})
  void publishedClipsHaveNoProblem(String name) {
    TestRecordings.assumePublished();

    assertNoProblem(clip(TestRecordings.published(name)), 30);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void coveredSensorIsBlack(long seed) {
    Random random = new Random(seed);
    byte[] noise = values(30, i -> random.nextInt(12));

    assertThat(problems(noise)).containsExactly(FrameProblem.BLACK);
  }

  @Test
  void emptyPicturesAreBlackConstantAndFrozen() {
    assertThat(problems(new byte[30 * FRAME_BYTES]))
        .containsExactlyInAnyOrder(FrameProblem.BLACK, FrameProblem.CONSTANT, FrameProblem.FROZEN);
  }

  @ParameterizedTest
  @CsvSource({"7, true", "8, false"})
  void blackEndsAtAMeanOfEight(int mean, boolean black) {
    byte[] values = values(1, i -> i % 2 == 0 ? mean - 6 : mean + 6);

    assertThat(problems(values).contains(FrameProblem.BLACK)).isEqualTo(black);
  }

  @ParameterizedTest
  @ValueSource(ints = {6, 10}) // means of 21 and 12.5
  void darkSkinInADimRoomHasNoProblem(int divisor) {
    byte[] dim = values(120, i -> (FACE[i] & 0xFF) / divisor);

    assertThat(problems(dim)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"14, false", "15, true"})
  void halfAChunkOfBlackFramesIsBlack(int blackFrames, boolean black) {
    byte[] chunk = Arrays.copyOf(FACE, 30 * FRAME_BYTES);
    Random random = new Random(1);
    for (int i = 0; i < blackFrames * FRAME_BYTES; i++) {
      chunk[i] = (byte) random.nextInt(8);
    }

    assertThat(problems(chunk).contains(FrameProblem.BLACK)).isEqualTo(black);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void oneColourWithTheNoiseOfCompressionIsConstant(long seed) {
    Random random = new Random(seed);
    int[] orange = {230, 120, 20};
    byte[] frames = values(30, i -> orange[i % 3] + random.nextInt(5));

    assertThat(problems(frames)).containsExactly(FrameProblem.CONSTANT);
  }

  @Test
  void faintContrastIsNotConstant() {
    byte[] fog = values(1, i -> 128 + i / 3 % 6); // a spread of 5

    assertThat(problems(fog)).isEmpty();
  }

  @Test
  void picturesOfZeroToOneAreUnitRange() {
    byte[] rounded = values(30, i -> Math.round((FACE[i] & 0xFF) / 255f));

    assertThat(problems(rounded))
        .contains(FrameProblem.UNIT_RANGE, FrameProblem.BLACK)
        .doesNotContain(FrameProblem.FROZEN);
  }

  @Test
  void oneValueAboveOneIsNotUnitRange() {
    byte[] values = values(30, i -> i % 2);
    values[50_000] = 2;

    assertThat(problems(values)).doesNotContain(FrameProblem.UNIT_RANGE);
  }

  @Test
  void faultyPixelOfACoveredSensorIsNotUnitRange() {
    byte[] values = values(30, i -> i % FRAME_BYTES == 1234 ? 1 : 0);

    assertThat(problems(values)).doesNotContain(FrameProblem.UNIT_RANGE);
  }

  @ParameterizedTest
  @CsvSource({"30, 14, false", "30, 15, true", "30, 30, true", "8, 4, false", "8, 5, true"})
  void equalFramesForHalfTheChunkAreFrozen(int count, int equal, boolean frozen) {
    byte[] chunk = Arrays.copyOf(FACE, count * FRAME_BYTES);
    int first = count - equal;
    for (int i = first + 1; i < count; i++) {
      System.arraycopy(chunk, first * FRAME_BYTES, chunk, i * FRAME_BYTES, FRAME_BYTES);
    }

    assertThat(problems(chunk).contains(FrameProblem.FROZEN)).isEqualTo(frozen);
  }

  @ParameterizedTest
  @CsvSource({"2, 30", "2, 4", "3, 30", "3, 6", "4, 30", "4, 8"})
  void slowCameraWhoseFramesAreRepeatedIsNotFrozen(int times, int count) {
    byte[] repeated =
        values(count, i -> FACE[i / FRAME_BYTES / times * FRAME_BYTES + i % FRAME_BYTES]);

    assertThat(problems(repeated)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void stillVideoInWhichAFewValuesMoveByOneIsNotFrozen(long seed) {
    Random random = new Random(seed);
    byte[] still = values(30, i -> FACE[i % FRAME_BYTES]);
    for (int i = 0; i < 30; i++) {
      still[i * FRAME_BYTES + random.nextInt(FRAME_BYTES)]++;
    }

    assertThat(problems(still)).isEmpty();
  }

  private static void assertNoProblem(byte[] clip, int chunkFrames) {
    int bytes = chunkFrames * FRAME_BYTES;
    for (int start = 0; start + bytes <= clip.length; start += bytes) {
      assertThat(problems(ByteBuffer.wrap(clip, start, bytes)))
          .as("frames from %d on", start / FRAME_BYTES)
          .isEmpty();
    }
  }

  private static Set<FrameProblem> problems(byte[] values) {
    return problems(ByteBuffer.wrap(values));
  }

  private static Set<FrameProblem> problems(ByteBuffer frames) {
    return Pixels.of(frames, 36, 36).problems();
  }

  private static byte[] values(int count, IntUnaryOperator value) {
    byte[] values = new byte[count * FRAME_BYTES];
    for (int i = 0; i < values.length; i++) {
      values[i] = (byte) value.applyAsInt(i);
    }
    return values;
  }

  private static byte[] clip(Path folder) {
    Recording recording = RecordingFiles.ofFolder(folder);
    byte[] values = new byte[recording.length() * FRAME_BYTES];
    recording.bytes(0, recording.length()).get(values);
    return values;
  }
}
