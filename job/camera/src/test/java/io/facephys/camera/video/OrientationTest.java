package io.facephys.camera.video;

import static org.assertj.core.api.Assertions.assertThat;

import io.facephys.camera.Picture;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacv.FFmpegFrameRecorder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Videos of which each quarter is red, green, blue or white, with a mark of how to turn them. */
final class OrientationTest {
  private static final int WIDTH = 160;
  private static final int HEIGHT = 96;

  @TempDir private Path folder;

  /** Stored: red, green above blue, white. FFmpeg's documents count degrees counter-clockwise. */
  @ParameterizedTest
  @CsvSource({"0, rgbw", "90, gwrb", "180, wbgr", "-90, brwg"})
  void turnedVideosAreShownUpright(double degrees, String quarters) throws Exception {
    Path file = folder.resolve("phone.mp4");
    write(file, degrees);
    try (VideoInput input =
        VideoInput.open(file.toString(), VideoOptions.of(VideoOptions.Pace.AT_ONCE))) {
      Picture picture = input.next().orElseThrow();
      boolean lying = Math.abs(degrees) == 90;
      assertThat(picture.width()).isEqualTo(lying ? HEIGHT : WIDTH);
      assertThat(picture.height()).isEqualTo(lying ? WIDTH : HEIGHT);
      assertThat(input.description())
          .startsWith("%d x %d".formatted(picture.width(), picture.height()));
      StringBuilder seen = new StringBuilder();
      for (int row : new int[] {picture.height() / 4, 3 * picture.height() / 4}) {
        for (int column : new int[] {picture.width() / 4, 3 * picture.width() / 4}) {
          seen.append(colour(picture, row, column));
        }
      }
      assertThat(seen.toString()).isEqualTo(quarters);
    }
  }

  /** a = -1: left and right change places, as front cameras mark it. */
  @Test
  void aMirroredVideoIsMirroredBack() {
    ByteBuffer matrix = ByteBuffer.allocate(36).order(ByteOrder.nativeOrder());
    matrix.putInt(0, -1 << 16).putInt(16, 1 << 16).putInt(32, 1 << 30);
    ByteBuffer stored = ByteBuffer.allocateDirect(6).put(new byte[] {1, 2, 3, 4, 5, 6}).flip();
    ByteBuffer shown = ByteBuffer.allocateDirect(6);
    Orientation.of(matrix).show(stored, 2, 1, 6, shown);
    byte[] bytes = new byte[6];
    shown.get(0, bytes);
    assertThat(bytes).containsExactly(4, 5, 6, 1, 2, 3);
  }

  private static char colour(Picture picture, int row, int column) {
    int at = row * picture.strideBytes() + 3 * column;
    boolean red = (picture.rgb().get(at) & 0xFF) > 128;
    boolean green = (picture.rgb().get(at + 1) & 0xFF) > 128;
    return red && green ? 'w' : red ? 'r' : green ? 'g' : 'b';
  }

  private static void write(Path file, double degrees) throws Exception {
    ByteBuffer picture = ByteBuffer.allocateDirect(3 * WIDTH * HEIGHT);
    for (int row = 0; row < HEIGHT; row++) {
      for (int column = 0; column < WIDTH; column++) {
        boolean left = column < WIDTH / 2;
        boolean top = row < HEIGHT / 2;
        picture.put((byte) (left == top ? 255 : 0)); // red and white
        picture.put((byte) (left ? 0 : 255)); // green and white
        picture.put((byte) (top ? 0 : 255)); // blue and white
      }
    }
    picture.flip();
    try (FFmpegFrameRecorder recorder =
        new FFmpegFrameRecorder(file.toString(), WIDTH, HEIGHT, 0)) {
      recorder.setVideoCodec(avcodec.AV_CODEC_ID_H264);
      recorder.setPixelFormat(avutil.AV_PIX_FMT_YUV420P);
      recorder.setFrameRate(25);
      recorder.setDisplayRotation(degrees);
      recorder.start();
      for (int i = 0; i < 5; i++) {
        recorder.recordImage(WIDTH, HEIGHT, 8, 3, 3 * WIDTH, avutil.AV_PIX_FMT_RGB24, picture);
      }
    }
  }
}
