package io.facephys.camera.video;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacv.FFmpegFrameRecorder;

/** Small videos of noise, whose container follows from the name of the file. */
final class TestVideo {
  private static final int WIDTH = 160;
  private static final int HEIGHT = 120;

  private TestVideo() {}

  /**
   * Writes a video: motion JPEG, or H.264 where the name ends on {@code .h264} or {@code .ts}.
   *
   * @param options of FFmpeg's muxer
   */
  static void write(Path file, int framesPerSecond, int pictures, Map<String, String> options)
      throws Exception {
    String name = file.toString();
    boolean h264 = name.endsWith(".h264") || name.endsWith(".ts");
    byte[] rgb = new byte[3 * WIDTH * HEIGHT];
    ByteBuffer picture = ByteBuffer.allocateDirect(rgb.length);
    Random noise = new Random(1);
    try (FFmpegFrameRecorder recorder = new FFmpegFrameRecorder(name, WIDTH, HEIGHT, 0)) {
      recorder.setVideoCodec(h264 ? avcodec.AV_CODEC_ID_H264 : avcodec.AV_CODEC_ID_MJPEG);
      recorder.setPixelFormat(h264 ? avutil.AV_PIX_FMT_YUV420P : avutil.AV_PIX_FMT_YUVJ420P);
      recorder.setFrameRate(framesPerSecond);
      recorder.setGopSize(framesPerSecond);
      options.forEach(recorder::setOption);
      recorder.start();
      for (int i = 0; i < pictures; i++) {
        noise.nextBytes(rgb);
        picture.clear().put(rgb).flip();
        recorder.recordImage(WIDTH, HEIGHT, 8, 3, 3 * WIDTH, avutil.AV_PIX_FMT_RGB24, picture);
      }
    }
  }
}
