package io.facephys.local.camera;

import io.facephys.local.kafka.ChunkSender;
import io.facephys.schemas.CropContract;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Cameras at 30 frames a second, one a subject, that send their chunks as they fill, in real time.
 */
public final class SimulatedCameras implements AutoCloseable {
  private static final double FRAME_RATE_HZ = 30;
  private static final double LOWEST_RATE_BPM = 52;
  private static final double HIGHEST_RATE_BPM = 110;
  private static final double JITTER_MICROS =
      2000; // a sixteenth of a frame: capture times still rise

  /**
   * Whom a camera sees.
   *
   * @param id the subject's
   * @param face painted with its pulse
   */
  public record Subject(String id, SimulatedFace face) {}

  private final List<Subject> subjects;
  private final int chunkFrames;
  private final ChunkSender sender;
  private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
  private final AtomicLong frames = new AtomicLong();
  private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
  private final SplittableRandom jitter;
  private long startMicros;

  public SimulatedCameras(List<Subject> subjects, int chunkFrames, long seed, ChunkSender sender) {
    this.subjects = List.copyOf(subjects);
    this.chunkFrames = chunkFrames;
    this.sender = sender;
    this.jitter = new SplittableRandom(seed);
  }

  /** Subjects of these ids with faces and rates that follow from the seed. */
  public static List<Subject> subjects(List<String> ids, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Subject> subjects = new ArrayList<>();
    for (String id : ids) {
      double rate = Math.round(10 * random.nextDouble(LOWEST_RATE_BPM, HIGHEST_RATE_BPM)) / 10.0;
      subjects.add(new Subject(id, new SimulatedFace(rate, random.nextLong())));
    }
    return subjects;
  }

  /** Starts all cameras now. */
  public void start() {
    startMicros = System.currentTimeMillis() * 1000;
    long periodMicros = Math.round(chunkFrames * 1e6 / FRAME_RATE_HZ);
    for (int i = 0; i < subjects.size(); i++) {
      Subject subject = subjects.get(i);
      AtomicLong taken = new AtomicLong();
      long offset = periodMicros * i / subjects.size(); // not all at the same moment
      Future<?> unused = // check() tells of failures
          clock.scheduleAtFixedRate(
              () -> sendChunk(subject, taken.getAndAdd(chunkFrames), offset),
              periodMicros + offset,
              periodMicros,
              TimeUnit.MICROSECONDS);
    }
  }

  private void sendChunk(Subject subject, long firstFrame, long offsetMicros) {
    try {
      long[] times = new long[chunkFrames];
      byte[] pictures = new byte[chunkFrames * CropContract.FRAME_BYTES];
      for (int i = 0; i < chunkFrames; i++) {
        double micros =
            (firstFrame + i) * 1e6 / FRAME_RATE_HZ + jitter.nextDouble(0, JITTER_MICROS);
        times[i] = startMicros + offsetMicros + Math.round(micros);
        subject.face().paint(micros / 1e6, pictures, i * CropContract.FRAME_BYTES);
      }
      sender.send(subject.id(), "camera-of-" + subject.id(), times, ByteBuffer.wrap(pictures));
      frames.addAndGet(chunkFrames);
    } catch (RuntimeException e) {
      failure.compareAndSet(null, e);
      throw e; // ends this camera; the others find the failure
    }
  }

  /** Frames that have been sent, all subjects together. */
  public long frames() {
    return frames.get();
  }

  /**
   * Does nothing while all cameras run.
   *
   * @throws IllegalStateException if one had to stop
   */
  public void check() {
    Exception exception = failure.get();
    if (exception != null) {
      throw new IllegalStateException("a camera stopped: " + exception.getMessage(), exception);
    }
  }

  /** Stops the cameras; what they have sent is delivered. */
  @Override
  public void close() {
    clock.shutdownNow();
    try {
      clock.awaitTermination(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
