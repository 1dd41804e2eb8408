package io.facephys.camera.video;

import io.facephys.camera.Picture;
import io.facephys.schemas.Credentials;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacv.FFmpegFrameGrabber;
import org.bytedeco.javacv.Frame;
import org.bytedeco.javacv.FrameGrabber;
import org.jspecify.annotations.Nullable;

/**
 * The pictures of a file, a network stream, a webcam or standard input, read by FFmpeg. Not for
 * several threads.
 */
public final class VideoInput implements AutoCloseable {
  private static final long CALIBRATION_MICROS = 1_000_000;
  private static final long MAX_CALIBRATION_MICROS = 10_000_000; // of the stream's own time
  private static final String OPEN_TIMEOUT_MICROS = "10000000";
  private static final int MAX_WITHOUT_TIME = 30;

  /** How to read a recording; live input always comes as it comes. */
  public enum Pace {
    /** As the camera took it: the first picture is taken now. */
    REAL_TIME,
    /** As fast as possible: the last picture was taken just now. */
    AT_ONCE
  }

  private final FFmpegFrameGrabber grabber;
  private final String name;
  private final boolean live;
  private final Pace pace;
  private final CaptureClock clock;
  private long lastMicros = Long.MIN_VALUE;
  private long outOfOrder;

  private VideoInput(FFmpegFrameGrabber grabber, String name, Pace pace) {
    this.grabber = grabber;
    this.name = Credentials.masked(name);
    this.live = isLive(name);
    this.pace = pace;
    long now = nowMicros();
    long length = pace == Pace.AT_ONCE ? Math.max(0, grabber.getLengthInTime()) : 0;
    this.clock = live ? CaptureClock.ofLiveStream() : CaptureClock.ofRecording(now - length);
  }

  /**
   * Opens an input.
   *
   * @param input a file, an address such as {@code rtsp://camera/stream}, a webcam such as {@code
   *     /dev/video0}, or {@code -} for standard input
   * @param options of FFmpeg's demuxer, for example {@code framerate}
   * @throws IllegalArgumentException if FFmpeg cannot open it
   */
  public static VideoInput open(String input, Pace pace, Map<String, String> options) {
    avutil.av_log_set_level(avutil.AV_LOG_ERROR);
    FFmpegFrameGrabber grabber = new FFmpegFrameGrabber(input.equals("-") ? "pipe:0" : input);
    if (input.startsWith("rtsp")) {
      grabber.setOption("rtsp_transport", "tcp"); // a lost packet would spoil the pictures after it
      grabber.setOption("timeout", OPEN_TIMEOUT_MICROS);
    } else if (input.startsWith("/dev/video")) {
      grabber.setFormat("v4l2");
    }
    options.forEach(grabber::setOption);
    grabber.setVideoOption("threads", "1"); // so that many cameras share a machine evenly
    grabber.setPixelFormat(avutil.AV_PIX_FMT_RGB24);
    try {
      grabber.start();
      if (!grabber.hasVideo()) {
        throw new IllegalArgumentException(
            "'%s' holds no video".formatted(Credentials.masked(input)));
      }
    } catch (FrameGrabber.Exception e) {
      String question =
          isAddress(input)
              ? "is the address right, and does it answer?"
              : "does it exist, and may this user read it?";
      throw new IllegalArgumentException(
          Credentials.masked(
              "cannot open the video '%s': %s (%s)".formatted(input, question, e.getMessage())),
          e);
    }
    return new VideoInput(grabber, input, pace);
  }

  /** Whether pictures come at the camera's pace, whatever the reader does. */
  public static boolean isLive(String input) {
    return input.equals("-") || isAddress(input) || input.startsWith("/dev/video");
  }

  private static boolean isAddress(String input) {
    return input.contains("://");
  }

  /** The input as it was given, without the password of an address. */
  public String name() {
    return name;
  }

  /**
   * The next picture, valid until the next call; empty at the end of the video.
   *
   * @throws IllegalStateException if the input fails
   */
  public Optional<Picture> next() {
    if (live && lastMicros == Long.MIN_VALUE && !calibrate()) {
      return Optional.empty();
    }
    while (true) {
      Frame frame = grab();
      if (frame == null) {
        return Optional.empty();
      }
      if (!live && pace == Pace.REAL_TIME) {
        waitUntil(clock.captureTimeMicros(frame.timestamp, nowMicros()));
      }
      long captured = clock.captureTimeMicros(frame.timestamp, nowMicros());
      if (captured > lastMicros) {
        lastMicros = captured;
        return Optional.of(
            new Picture(
                (ByteBuffer) frame.image[0],
                frame.imageWidth,
                frame.imageHeight,
                frame.imageStride,
                captured));
      }
      outOfOrder++;
      if (outOfOrder >= MAX_WITHOUT_TIME && lastMicros == Long.MIN_VALUE) {
        throw new IllegalStateException("the pictures of '%s' carry no times".formatted(name));
      }
    }
  }

  /**
   * Reads a live stream until a second has brought nothing that came a shorter way. What piled up
   * while FFmpeg looked at the stream comes faster than the camera took it, each picture a shorter
   * way than the one before.
   *
   * @return whether the stream goes on
   */
  private boolean calibrate() {
    Frame frame = grab();
    long maxMicros = frame == null ? 0 : frame.timestamp + MAX_CALIBRATION_MICROS;
    long end = nowMicros() + CALIBRATION_MICROS;
    while (frame != null && nowMicros() < end && frame.timestamp < maxMicros) {
      if (clock.calibrate(frame.timestamp, nowMicros())) {
        end = nowMicros() + CALIBRATION_MICROS;
      }
      frame = grab();
    }
    return frame != null;
  }

  private @Nullable Frame grab() {
    try {
      return grabber.grabImage();
    } catch (FrameGrabber.Exception e) {
      throw new IllegalStateException(
          "the video '%s' broke off: %s".formatted(name, e.getMessage()), e);
    }
  }

  private static void waitUntil(long micros) {
    long nanos = TimeUnit.MICROSECONDS.toNanos(micros - nowMicros());
    while (nanos > 0 && !Thread.currentThread().isInterrupted()) {
      LockSupport.parkNanos(nanos);
      nanos = TimeUnit.MICROSECONDS.toNanos(micros - nowMicros());
    }
  }

  private static long nowMicros() {
    return System.currentTimeMillis() * 1000;
  }

  /** For people: size, codec and frame rate. */
  public String description() {
    return "%d x %d, %s, %.3g frames/s"
        .formatted(
            grabber.getImageWidth(),
            grabber.getImageHeight(),
            grabber.getVideoCodecName(),
            grabber.getVideoFrameRate());
  }

  /** How many pictures there are; 0 if the input does not say. */
  public int expectedPictures() {
    return live ? 0 : Math.max(0, grabber.getLengthInVideoFrames());
  }

  /** Pictures whose time was not later than that of the one before; they are left out. */
  public long outOfOrder() {
    return outOfOrder;
  }

  /** How often the stream's clock jumped. */
  public int clockJumps() {
    return clock.jumps();
  }

  @Override
  public void close() {
    try {
      grabber.close();
    } catch (FrameGrabber.Exception e) {
      throw new IllegalStateException(
          "cannot close the video '%s': %s".formatted(name, e.getMessage()), e);
    }
  }
}
