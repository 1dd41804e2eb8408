package io.facephys.testbed.simulation;

import io.facephys.pipeline.config.JobOptions;
import io.facephys.schemas.CropContract;
import io.facephys.testbed.topics.ChunkSender;
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
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.jspecify.annotations.Nullable;

/**
 * Simulated cameras, one for each subject, that send chunks in real time at 30 frames a second.
 * They send from {@link #start} to {@link #close}, in a thread of their own; {@link #frames} and
 * {@link #check} may be called meanwhile.
 */
public final class SimulatedCameras implements AutoCloseable {
  private static final double FRAME_RATE_HZ = 30;
  private static final double MIN_RATE_BPM = 52;
  private static final double MAX_RATE_BPM = 110;
  private static final double MAX_JITTER_MICROS = 2000; // of 33,333, so that times still rise

  /** What one camera sees: a subject's id and face. */
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

  /** Subjects with these ids; the seed determines their faces and rates. */
  public static List<Subject> subjects(List<String> ids, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Subject> subjects = new ArrayList<>();
    for (String id : ids) {
      double rate = Math.round(10 * random.nextDouble(MIN_RATE_BPM, MAX_RATE_BPM)) / 10.0;
      subjects.add(new Subject(id, new SimulatedFace(rate, random.nextLong())));
    }
    return subjects;
  }

  /**
   * Subject ids that Flink spreads evenly over the slots of a job; a handful of arbitrary ids could
   * all land on one.
   */
  public static List<String> balancedIds(int count, int slots) {
    List<String> ids = new ArrayList<>();
    for (int number = 1; ids.size() < count; number++) {
      String id = "subject-%02d".formatted(number);
      int slot =
          KeyGroupRangeAssignment.assignKeyToParallelOperator(
              id, JobOptions.DEFAULT_MAX_PARALLELISM, slots);
      if (slot == ids.size() % slots) {
        ids.add(id);
      }
    }
    return ids;
  }

  /** Starts all cameras now. */
  public void start() {
    startMicros = System.currentTimeMillis() * 1000;
    long periodMicros = periodMicros();
    for (int i = 0; i < subjects.size(); i++) {
      Subject subject = subjects.get(i);
      AtomicLong taken = new AtomicLong();
      long offset = offsetMicros(i);
      Future<?> unused = // check() reports failures
          clock.scheduleAtFixedRate(
              () -> sendChunk(subject, taken.getAndAdd(chunkFrames), offset),
              periodMicros + offset,
              periodMicros,
              TimeUnit.MICROSECONDS);
    }
  }

  private long periodMicros() {
    return Math.round(chunkFrames * 1e6 / FRAME_RATE_HZ);
  }

  /** How much later than the first this camera starts, so that they do not all send at once. */
  private long offsetMicros(int subject) {
    return periodMicros() * subject / subjects.size();
  }

  /** What the cameras see, in the order of their indices. */
  public List<Subject> subjects() {
    return subjects;
  }

  /**
   * A painted pulse rate between two capture times, as {@link SimulatedFace#rateBpm(double,
   * double)} has it, beats a minute.
   *
   * @param subject its index
   * @param fromMicros since the epoch
   * @param toMicros the same
   */
  public double rateBpm(int subject, long fromMicros, long toMicros) {
    double start = startMicros + offsetMicros(subject);
    return subjects
        .get(subject)
        .face()
        .rateBpm((fromMicros - start) / 1e6, (toMicros - start) / 1e6);
  }

  private void sendChunk(Subject subject, long firstFrame, long offsetMicros) {
    try {
      long[] times = new long[chunkFrames];
      byte[] pixels = new byte[chunkFrames * CropContract.FRAME_BYTES];
      for (int i = 0; i < chunkFrames; i++) {
        double micros =
            (firstFrame + i) * 1e6 / FRAME_RATE_HZ + jitter.nextDouble(0, MAX_JITTER_MICROS);
        times[i] = startMicros + offsetMicros + Math.round(micros);
        subject.face().paint(micros / 1e6, pixels, i * CropContract.FRAME_BYTES);
      }
      sender.send(subject.id(), "camera-of-" + subject.id(), times, ByteBuffer.wrap(pixels));
      frames.addAndGet(chunkFrames);
    } catch (RuntimeException e) {
      failure.compareAndSet(null, e);
      throw e; // stops this camera; check() reports why
    }
  }

  /** Frames sent so far, over all subjects. */
  public long frames() {
    return frames.get();
  }

  /**
   * Checks that all cameras run.
   *
   * @throws IllegalStateException if one has failed
   */
  public void check() {
    Exception exception = failure.get();
    if (exception != null) {
      throw new IllegalStateException("a camera failed: " + exception.getMessage(), exception);
    }
  }

  /** Stops the cameras. */
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
