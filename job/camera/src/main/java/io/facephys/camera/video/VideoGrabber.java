package io.facephys.camera.video;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.facephys.schemas.Credentials;
import java.nio.ByteBuffer;
import java.util.Map;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVOption;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacv.FFmpegFrameGrabber;
import org.bytedeco.javacv.Frame;
import org.bytedeco.javacv.FrameGrabber;
import org.jspecify.annotations.Nullable;

/** An input that FFmpeg has opened. Not for several threads. */
final class VideoGrabber implements AutoCloseable {
  private static final String DISPLAY_MATRIX = "Display Matrix";
  private static final String TIMEOUT_MICROS = "10000000";

  private final FFmpegFrameGrabber grabber;
  private final VideoAddress address;

  private VideoGrabber(FFmpegFrameGrabber grabber, VideoAddress address) {
    this.grabber = grabber;
    this.address = address;
  }

  /**
   * What the container says of its video.
   *
   * @param carriesTimes whether its pictures have times; if not, FFmpeg would invent them
   * @param isRecording whether it has an end, so that it can be read at any speed
   * @param lengthMicros 0 if unknown
   * @param pictures 0 if unknown
   */
  record Facts(
      String description,
      boolean carriesTimes,
      boolean isRecording,
      long lengthMicros,
      int pictures) {}

  /**
   * Opens an input.
   *
   * @throws IllegalArgumentException if FFmpeg cannot open it
   */
  static VideoGrabber open(VideoAddress address, Map<String, String> options) {
    avutil.av_log_set_level(avutil.AV_LOG_ERROR);
    FFmpegFrameGrabber grabber = new FFmpegFrameGrabber(address.ffmpegName());
    if (address.isRtsp()) {
      grabber.setOption("rtsp_transport", "tcp"); // a lost packet would spoil the pictures after it
      grabber.setOption("timeout", TIMEOUT_MICROS);
    } else if (address.isNetwork()) {
      grabber.setOption("rw_timeout", TIMEOUT_MICROS);
    } else if (address.isDevice()) {
      grabber.setFormat("v4l2");
    }
    if (!address.isFile()) {
      grabber.setOption("fpsprobesize", "0"); // or pictures pile up while FFmpeg counts them
    }
    options.forEach(grabber::setOption);
    grabber.setVideoOption("threads", "1"); // so that many cameras share a machine evenly
    grabber.setPixelFormat(avutil.AV_PIX_FMT_RGB24);
    try {
      grabber.start();
    } catch (FrameGrabber.Exception e) {
      String question =
          address.isNetwork()
              ? "is the address right, and does it answer?"
              : "does it exist, and may this user read it?";
      throw new IllegalArgumentException(
          Credentials.masked(
              "cannot open the video '%s': %s (%s)"
                  .formatted(address.text(), question, e.getMessage())),
          e);
    }
    VideoGrabber opened = new VideoGrabber(grabber, address);
    if (!grabber.hasVideo() || opened.isCover()) {
      opened.close();
      throw new IllegalArgumentException("'%s' holds no video".formatted(address.name()));
    }
    return opened;
  }

  /** Whether the only picture is that of the sleeve of a piece of music. */
  private boolean isCover() {
    AVStream stream = grabber.getFormatContext().streams(grabber.getVideoStream());
    return (stream.disposition() & avformat.AV_DISPOSITION_ATTACHED_PIC) != 0;
  }

  /** How the pictures are to be turned. */
  Orientation orientation() {
    return Orientation.of((ByteBuffer) grabber.getVideoSideData(DISPLAY_MATRIX));
  }

  Facts facts() {
    boolean carriesTimes = carriesTimes();
    boolean transposed = orientation().transposed();
    int width = grabber.getImageWidth();
    int height = grabber.getImageHeight();
    long length = lengthMicros();
    String rate =
        carriesTimes && grabber.getVideoFrameRate() > 0
            ? ", %.3g frames/s".formatted(grabber.getVideoFrameRate())
            : "";
    return new Facts(
        "%d x %d, %s%s"
            .formatted(
                transposed ? height : width,
                transposed ? width : height,
                grabber.getVideoCodecName(),
                rate),
        carriesTimes,
        address.isFile() || (!address.isRtsp() && (length > 0 || hasSize())),
        length,
        (int) Math.round(length / 1e6 * grabber.getVideoFrameRate()));
  }

  /**
   * Formats without times say so, or have an option for the frame rate with a value to begin with,
   * which FFmpeg takes where the user gives none.
   */
  private boolean carriesTimes() {
    AVFormatContext context = grabber.getFormatContext();
    if ((context.iformat().flags() & avformat.AVFMT_NOTIMESTAMPS) != 0) {
      return false;
    }
    AVOption rate =
        avutil.av_opt_find(context, "framerate", null, 0, avutil.AV_OPT_SEARCH_CHILDREN);
    return rate == null || rate.default_val_str() == null;
  }

  private long lengthMicros() {
    long duration = grabber.getFormatContext().duration();
    return duration == avutil.AV_NOPTS_VALUE ? 0 : Math.max(0, duration);
  }

  private boolean hasSize() {
    AVIOContext bytes = grabber.getFormatContext().pb();
    return bytes != null && avformat.avio_size(bytes) > 0;
  }

  /**
   * The next picture, valid until the next call; null at the end of the video.
   *
   * @throws IllegalStateException if the input fails
   */
  @Nullable Frame grab() {
    try {
      Frame frame = grabber.grabImage();
      if (frame == null) {
        checkEnd();
      }
      return frame;
    } catch (FrameGrabber.Exception e) {
      throw broken(e.getMessage());
    }
  }

  /** JavaCV gives null for each error, as at the end. */
  private void checkEnd() {
    AVIOContext bytes = grabber.getFormatContext().pb();
    if (bytes != null && bytes.error() < 0 && bytes.error() != avutil.AVERROR_EOF) {
      byte[] text = new byte[avutil.AV_ERROR_MAX_STRING_SIZE];
      avutil.av_strerror(bytes.error(), text, text.length);
      throw broken(new String(text, UTF_8).trim());
    }
  }

  private IllegalStateException broken(@Nullable String why) {
    return new IllegalStateException("the video '%s' broke off: %s".formatted(address.name(), why));
  }

  /** Whether a picture of {@link #grab} has a time. */
  static boolean hasTime(Frame frame) {
    return ((AVFrame) frame.opaque).best_effort_timestamp() != avutil.AV_NOPTS_VALUE;
  }

  @Override
  public void close() {
    try {
      grabber.close();
    } catch (FrameGrabber.Exception e) {
      throw new IllegalStateException(
          "cannot close the video '%s': %s".formatted(address.name(), e.getMessage()), e);
    }
  }
}
