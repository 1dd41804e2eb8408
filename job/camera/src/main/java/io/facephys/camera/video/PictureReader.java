package io.facephys.camera.video;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.bytedeco.javacv.Frame;
import org.jspecify.annotations.Nullable;

/**
 * Opens an input and reads its pictures on a thread of its own, because FFmpeg may wait for an
 * input for as long as it likes, and because a picture's arrival must not depend on how long the
 * ones before it were worked on. Up to 16 pictures wait, fewer if they are large.
 */
final class PictureReader implements AutoCloseable {
  private static final int MAX_WAITING = 16;
  private static final int MIN_WAITING = 3;
  private static final int MAX_WAITING_BYTES = 32 << 20;
  private static final long CLOSE_MILLIS = 1000;

  /** A picture as it was read; it belongs to the reader again once it was given back. */
  static final class Shot {
    private ByteBuffer rgb = ByteBuffer.allocateDirect(0);
    private int width;
    private int height;
    private int strideBytes;
    private boolean hasTime;
    private long presentationMicros;
    private long arrivalMicros;
    private boolean late;

    private void fill(Frame frame, Orientation orientation, long arrival) {
      ByteBuffer image = ((ByteBuffer) frame.image[0]).duplicate();
      image.clear().limit(frame.imageStride * frame.imageHeight);
      if (rgb.capacity() < image.limit()) {
        rgb = ByteBuffer.allocateDirect(image.limit());
      }
      rgb.clear().limit(image.limit());
      width = orientation.transposed() ? frame.imageHeight : frame.imageWidth;
      height = orientation.transposed() ? frame.imageWidth : frame.imageHeight;
      if (orientation.equals(Orientation.UPRIGHT)) {
        rgb.put(image).flip();
        strideBytes = frame.imageStride;
      } else {
        orientation.show(image, frame.imageWidth, frame.imageHeight, frame.imageStride, rgb);
        strideBytes = Orientation.CHANNELS * width;
      }
      hasTime = VideoGrabber.hasTime(frame);
      presentationMicros = frame.timestamp;
      arrivalMicros = arrival;
    }

    ByteBuffer rgb() {
      return rgb;
    }

    int width() {
      return width;
    }

    int height() {
      return height;
    }

    int strideBytes() {
      return strideBytes;
    }

    boolean hasTime() {
      return hasTime;
    }

    long presentationMicros() {
      return presentationMicros;
    }

    /**
     * When it was read, microseconds since the epoch; a clock that is set meanwhile is no matter.
     */
    long arrivalMicros() {
      return arrivalMicros;
    }

    /** Whether the reader had to wait for room, so that this and the next ones were read late. */
    boolean isLate() {
      return late;
    }
  }

  private final VideoAddress address;
  private final Map<String, String> options;
  private final Thread thread = new Thread(this::run, "video-input");
  private final CompletableFuture<VideoGrabber.Facts> facts = new CompletableFuture<>();
  private final BlockingQueue<Shot> read = new ArrayBlockingQueue<>(MAX_WAITING);
  private final BlockingQueue<Shot> free = new ArrayBlockingQueue<>(MAX_WAITING);
  private final long epochMicros =
      ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now()) - nanoMicros();
  private int shots;
  private volatile boolean dropsWithoutRoom;
  private volatile boolean closing;
  private volatile boolean ended;
  private volatile @Nullable RuntimeException failure;

  private PictureReader(VideoAddress address, Map<String, String> options) {
    this.address = address;
    this.options = options;
  }

  /** Begins to open an input. */
  static PictureReader start(VideoAddress address, Map<String, String> options) {
    PictureReader reader = new PictureReader(address, options);
    reader.thread.setDaemon(true); // FFmpeg may hold it for ever
    reader.thread.start();
    return reader;
  }

  private void run() {
    try (VideoGrabber grabber = VideoGrabber.open(address, options)) {
      Orientation orientation = grabber.orientation();
      facts.complete(grabber.facts());
      for (Frame frame = grabber.grab(); frame != null && !closing; frame = grabber.grab()) {
        store(frame, orientation, epochMicros + nanoMicros());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // closed
    } catch (RuntimeException | LinkageError e) {
      if (!facts.completeExceptionally(e) && e instanceof RuntimeException fault) {
        failure = fault;
      }
    } finally {
      ended = true;
    }
  }

  private void store(Frame frame, Orientation orientation, long arrival)
      throws InterruptedException {
    Shot shot = free.poll();
    boolean late = false;
    if (shot == null && shots < room(frame)) {
      shot = new Shot();
      shots++;
    } else if (shot == null && dropsWithoutRoom) {
      return;
    } else if (shot == null) {
      shot = free.take();
      late = true;
    }
    shot.fill(frame, orientation, arrival);
    shot.late = late;
    read.put(shot);
  }

  private static int room(Frame frame) {
    int fitting = MAX_WAITING_BYTES / (frame.imageStride * frame.imageHeight);
    return Math.max(MIN_WAITING, Math.min(MAX_WAITING, fitting));
  }

  private static long nanoMicros() {
    return TimeUnit.NANOSECONDS.toMicros(System.nanoTime());
  }

  /**
   * What the input is; empty if it is not open yet after that time.
   *
   * @throws IllegalArgumentException if it cannot be opened
   */
  Optional<VideoGrabber.Facts> facts(long millis) throws InterruptedException {
    try {
      return Optional.of(facts.get(millis, TimeUnit.MILLISECONDS));
    } catch (TimeoutException e) {
      return Optional.empty();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw (RuntimeException) e.getCause();
    }
  }

  /** From now on pictures for which there is no room are left out, so that none is read late. */
  void dropWithoutRoom() {
    dropsWithoutRoom = true;
  }

  /** The next picture; null if none came in that time, or at the end. */
  @Nullable Shot next(long millis) throws InterruptedException {
    return read.poll(millis, TimeUnit.MILLISECONDS);
  }

  /** Takes a picture back. */
  void giveBack(Shot shot) {
    free.add(shot);
  }

  /** Whether no picture comes any more. */
  boolean hasEnded() {
    return ended && read.isEmpty();
  }

  /** Why the video ended; empty if that was its end. */
  Optional<RuntimeException> failure() {
    return Optional.ofNullable(failure);
  }

  /** Stops reading; a thread that FFmpeg holds is left to itself. */
  @Override
  public void close() {
    closing = true;
    thread.interrupt();
    try {
      thread.join(CLOSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
