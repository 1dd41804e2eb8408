package io.facephys.camera.video;

import io.facephys.camera.Picture;
import io.facephys.camera.video.PictureReader.Shot;
import io.facephys.camera.video.VideoOptions.Pace;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The pictures of a file, a network stream, a webcam or standard input, read by FFmpeg. Not for
 * several threads.
 *
 * <p>A live stream that is read in real time and breaks off, or brings nothing for 10 s, is opened
 * again, after pauses that grow to 30 s.
 */
public final class VideoInput implements AutoCloseable {
  private static final long POLL_MILLIS = 100;
  private static final long STALL_MILLIS = 10_000;
  private static final long OPEN_MILLIS = 60_000;
  private static final long FIRST_PAUSE_MILLIS = 1000;
  private static final long MAX_PAUSE_MILLIS = 30_000;

  private final VideoAddress address;
  private final VideoOptions options;
  private PictureReader reader;
  private PictureTimes times;
  private VideoGrabber.Facts facts;
  private @Nullable Shot shown;
  private long lastMicros = Long.MIN_VALUE;
  private boolean any;
  private long outOfOrder;
  private int earlierJumps;
  private int reconnects;
  private volatile boolean stopped;

  private VideoInput(
      VideoAddress address, VideoOptions options, PictureReader reader, VideoGrabber.Facts facts) {
    this.address = address;
    this.options = options;
    this.reader = reader;
    this.facts = facts;
    this.times = PictureTimes.of(address, facts, options);
    if (times.areOfArrival()) {
      reader.dropWithoutRoom();
    }
  }

  /**
   * Opens an input.
   *
   * @param input a file or its {@code file://} address, an address such as {@code
   *     rtsp://camera/stream}, a webcam such as {@code /dev/video0}, or {@code -} for standard
   *     input
   * @throws IllegalArgumentException if FFmpeg cannot open it, or its pictures have no times and
   *     the options do not say where else they come from
   */
  public static VideoInput open(String input, VideoOptions options) {
    VideoAddress address = new VideoAddress(input);
    PictureReader reader = PictureReader.start(address, options.demuxer());
    try {
      return new VideoInput(address, options, reader, await(reader, address, options));
    } catch (RuntimeException | Error e) {
      reader.close();
      throw e;
    }
  }

  private static VideoGrabber.Facts await(
      PictureReader reader, VideoAddress address, VideoOptions options) {
    long start = System.nanoTime();
    while (!options.stop().getAsBoolean() && millisSince(start) < OPEN_MILLIS) {
      try {
        Optional<VideoGrabber.Facts> facts = reader.facts(POLL_MILLIS);
        if (facts.isPresent()) {
          return facts.get();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        break;
      }
    }
    throw new IllegalArgumentException(
        "the video '%s' was not open after %d s: does it send pictures?"
            .formatted(address.name(), millisSince(start) / 1000));
  }

  /** Whether an input is a file of this machine, which can be opened again and again. */
  public static boolean isFile(String input) {
    return new VideoAddress(input).isFile();
  }

  /** The input as it was given, without the password of an address. */
  public String name() {
    return address.name();
  }

  /**
   * The next picture, valid until the next call; empty at the end of the video.
   *
   * @throws IllegalStateException if the input fails, or its times cannot be right
   */
  public Optional<Picture> next() {
    while (true) {
      if (shown != null) {
        reader.giveBack(shown);
        shown = null;
      }
      Shot shot = read();
      if (shot == null) {
        return Optional.empty();
      }
      shown = shot;
      long captured = times.captureTimeMicros(shot);
      if (captured == PictureTimes.NONE) {
        continue;
      }
      if (captured <= lastMicros) {
        outOfOrder++;
        continue;
      }
      if (facts.isRecording() && options.pace() == Pace.REAL_TIME) {
        waitUntil(captured);
      }
      lastMicros = captured;
      return Optional.of(
          new Picture(shot.rgb(), shot.width(), shot.height(), shot.strideBytes(), captured));
    }
  }

  /** The next picture as it was read; null at the end, or when the caller wants no more. */
  private @Nullable Shot read() {
    long start = System.nanoTime();
    boolean told = false;
    try {
      while (!ends()) {
        Shot shot = reader.next(POLL_MILLIS);
        if (shot != null) {
          any = true;
          return shot;
        }
        boolean stalled = millisSince(start) > STALL_MILLIS;
        if (comesBack() && (reader.hasEnded() || stalled)) {
          seek(stalled ? "nothing came for %d s".formatted(STALL_MILLIS / 1000) : whyItEnded());
          start = System.nanoTime();
        } else if (reader.hasEnded()) {
          checkEnd();
          return null;
        } else if (stalled && !told) {
          options
              .notices()
              .accept("'%s' has brought nothing for %d s".formatted(name(), STALL_MILLIS / 1000));
          told = true;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return null;
  }

  private boolean comesBack() {
    return !facts.isRecording() && !address.isStandardInput() && options.pace() == Pace.REAL_TIME;
  }

  private String whyItEnded() {
    return reader.failure().map(Throwable::getMessage).orElse("it ended");
  }

  private void checkEnd() {
    reader
        .failure()
        .ifPresent(
            failure -> {
              throw failure;
            });
    if (!any) {
      throw new IllegalStateException(
          "'%s' brought no picture: is it whole? An MP4 file whose index stands at its end cannot be read from a pipe; give the file itself"
              .formatted(name()));
    }
  }

  /** Opens a live stream again, for as long as it takes. */
  private void seek(String why) throws InterruptedException {
    long lost = System.nanoTime();
    options.notices().accept("'%s' is lost: %s; connecting again".formatted(name(), why));
    reader.close();
    long pause = FIRST_PAUSE_MILLIS;
    while (!ends()) {
      sleep(pause);
      pause = Math.min(MAX_PAUSE_MILLIS, 2 * pause);
      if (!ends() && opens(pause)) {
        reconnects++;
        options
            .notices()
            .accept("'%s' is back after %d s".formatted(name(), millisSince(lost) / 1000));
        return;
      }
    }
  }

  private boolean opens(long pause) {
    PictureReader next = PictureReader.start(address, options.demuxer());
    try {
      VideoGrabber.Facts opened = await(next, address, options);
      PictureTimes begun = PictureTimes.of(address, opened, options);
      if (begun.areOfArrival()) {
        next.dropWithoutRoom();
      }
      earlierJumps += times.jumps();
      reader = next;
      facts = opened;
      times = begun;
      return true;
    } catch (IllegalArgumentException e) {
      next.close();
      if (!ends()) {
        options.notices().accept("%s; again in %d s".formatted(e.getMessage(), pause / 1000));
      }
      return false;
    }
  }

  private void sleep(long millis) throws InterruptedException {
    long start = System.nanoTime();
    for (long left = millis; left > 0 && !ends(); left = millis - millisSince(start)) {
      TimeUnit.MILLISECONDS.sleep(Math.min(POLL_MILLIS, left));
    }
  }

  private boolean ends() {
    return stopped || options.stop().getAsBoolean();
  }

  private void waitUntil(long micros) {
    try {
      sleep(micros / 1000 - System.currentTimeMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static long millisSince(long nanos) {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - nanos);
  }

  /** For people: size, codec, frame rate, and where the times of the pictures come from. */
  public String description() {
    return facts.description() + "; " + times.description();
  }

  /** How many pictures there are; 0 if the input does not say. */
  public int expectedPictures() {
    return facts.isRecording() ? facts.pictures() : 0;
  }

  /** Pictures whose time was not later than that of the one before; they are left out. */
  public long outOfOrder() {
    return outOfOrder;
  }

  /** How often the stream's clock jumped. */
  public int clockJumps() {
    return earlierJumps + times.jumps();
  }

  /** How often a live stream was lost and came back. */
  public int reconnects() {
    return reconnects;
  }

  /** Ends the video for whoever reads it; any thread may call this. */
  public void stop() {
    stopped = true;
  }

  @Override
  public void close() {
    reader.close();
  }
}
