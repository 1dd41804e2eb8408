package io.facephys.camera.portrait;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.IntConsumer;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacv.FFmpegFrameRecorder;
import org.bytedeco.javacv.FrameRecorder;

/** Writes a painted scene to a video file. */
public final class PortraitVideo {
  private static final int CHANNELS = 3;
  private static final int MJPEG_QUALITY = 2; // of 2 (best) to 31
  private static final int KEY_FRAME_SECONDS = 2;

  /** How the pictures are stored. */
  public enum Format {
    /** Not compressed, as a webcam sends them: 4:2:2, 18 MB a second at 30 frames/s. */
    RAW(avcodec.AV_CODEC_ID_RAWVIDEO, avutil.AV_PIX_FMT_YUYV422, 0),
    /** Each picture a JPEG of the best quality. */
    MJPEG(avcodec.AV_CODEC_ID_MJPEG, avutil.AV_PIX_FMT_YUVJ422P, 0),
    /** H.264 as good as openh264 makes it, about 1 Mbit/s. */
    H264_HIGH(avcodec.AV_CODEC_ID_H264, avutil.AV_PIX_FMT_YUV420P, 8_000_000),
    /** H.264 at 0.2 Mbit/s. */
    H264_LOW(avcodec.AV_CODEC_ID_H264, avutil.AV_PIX_FMT_YUV420P, 200_000);

    private final int codec;
    private final int pixelFormat;
    private final int bitsPerSecond;

    Format(int codec, int pixelFormat, int bitsPerSecond) {
      this.codec = codec;
      this.pixelFormat = pixelFormat;
      this.bitsPerSecond = bitsPerSecond;
    }

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  private PortraitVideo() {}

  /**
   * Writes a video; the name of the file says in which container, for example {@code .avi} or
   * {@code .mkv}.
   *
   * @param progress is told how many pictures are written
   * @throws IllegalArgumentException if FFmpeg cannot write it
   */
  public static void write(
      Path file, PortraitScene scene, Format format, Timing timing, IntConsumer progress) {
    avutil.av_log_set_level(avutil.AV_LOG_ERROR);
    byte[] rgb = new byte[CHANNELS * PortraitScene.WIDTH * PortraitScene.HEIGHT];
    ByteBuffer picture = ByteBuffer.allocateDirect(rgb.length);
    try (FFmpegFrameRecorder recorder = recorder(file, format, timing.framesPerSecond)) {
      recorder.start();
      for (int frame = 0; frame < timing.pictures(); frame++) {
        scene.paint(frame / timing.framesPerSecond, rgb);
        picture.clear().put(rgb).flip();
        recorder.recordImage(
            PortraitScene.WIDTH,
            PortraitScene.HEIGHT,
            8,
            CHANNELS,
            CHANNELS * PortraitScene.WIDTH,
            avutil.AV_PIX_FMT_RGB24,
            picture);
        progress.accept(frame + 1);
      }
      recorder.stop();
    } catch (FrameRecorder.Exception e) {
      throw new IllegalArgumentException(
          "cannot write the video '%s': %s".formatted(file, e.getMessage()), e);
    }
  }

  /** How many pictures a video has, 1 to 120 a second, and for how long it goes on. */
  public record Timing(double framesPerSecond, double seconds) {
    public Timing {
      if (!(framesPerSecond >= 1 && framesPerSecond <= 120 && seconds > 0)) {
        throw new IllegalArgumentException(
            "%s s of video at %s frames a second: 1 to 120 frames a second are allowed, and some time"
                .formatted(seconds, framesPerSecond));
      }
    }

    /** How many pictures there are. */
    public int pictures() {
      return (int) Math.round(framesPerSecond * seconds);
    }
  }

  private static FFmpegFrameRecorder recorder(Path file, Format format, double framesPerSecond) {
    FFmpegFrameRecorder recorder =
        new FFmpegFrameRecorder(
            file.toString(), PortraitScene.WIDTH, PortraitScene.HEIGHT, /* audioChannels= */ 0);
    recorder.setVideoCodec(format.codec);
    recorder.setPixelFormat(format.pixelFormat);
    recorder.setFrameRate(framesPerSecond);
    if (format.bitsPerSecond > 0) {
      recorder.setVideoBitrate(format.bitsPerSecond);
      recorder.setGopSize((int) Math.round(KEY_FRAME_SECONDS * framesPerSecond));
    } else {
      recorder.setVideoQuality(MJPEG_QUALITY);
    }
    return recorder;
  }
}
