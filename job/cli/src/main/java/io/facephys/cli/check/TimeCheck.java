package io.facephys.cli.check;

import io.facephys.engine.FrameIntervals;
import io.facephys.engine.PulseRules;
import java.util.List;
import java.util.TreeSet;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;
import org.HdrHistogram.PackedHistogram;

/**
 * The numbers and times of one subject and camera. Its memory does not grow with the stream. Not
 * for several threads.
 */
final class TimeCheck {
  /** Mean distance of intervals from their median; a camera's own times stay below 0.1. */
  private static final double MAX_JITTER = 0.3;

  private static final double MAX_GAPS_A_MINUTE = 2;
  private static final long MAX_AHEAD_MILLIS = 1000;
  private static final long MAX_BEHIND_MILLIS = 60_000;

  /** Older numbers are forgotten: a chunk that has one of them counts as repeated. */
  private static final int MAX_NUMBERS = 1024;

  private final TreeSet<Long> newestNumbers = new TreeSet<>();
  private final Histogram intervals = new PackedHistogram(3); // microseconds, without gaps
  private long intervalsMicros; // their sum
  private long lastMicros = Long.MIN_VALUE;
  private long firstMicros;
  private int frames;
  private int gaps;
  private int notRising;
  private int chunks;
  private int repeated;
  private long minNumber = Long.MAX_VALUE;
  private long minDelayMillis = Long.MAX_VALUE;
  private long maxDelayMillis = Long.MIN_VALUE;

  /**
   * Measures a chunk; false if its number has come before, which is all that it then counts for.
   */
  boolean add(SentChunk chunk) {
    if (!isNew(chunk.sequence())) {
      repeated++;
      return false;
    }
    chunks++;
    newestNumbers.add(chunk.sequence());
    minNumber = Math.min(minNumber, chunk.sequence());
    if (newestNumbers.size() > MAX_NUMBERS) {
      newestNumbers.pollFirst();
    }
    for (long micros : chunk.timesMicros()) {
      add(micros);
    }
    if (chunk.sentMillis() != SentChunk.UNKNOWN) {
      long delay = chunk.sentMillis() - chunk.timesMicros()[chunk.timesMicros().length - 1] / 1000;
      minDelayMillis = Math.min(minDelayMillis, delay);
      maxDelayMillis = Math.max(maxDelayMillis, delay);
    }
    return true;
  }

  private boolean isNew(long number) {
    boolean forgotten = chunks >= MAX_NUMBERS && number < newestNumbers.first();
    return !forgotten && !newestNumbers.contains(number);
  }

  private void add(long micros) {
    long interval = micros - lastMicros;
    if (frames++ == 0) {
      firstMicros = micros;
    } else if (interval <= 0) {
      notRising++;
    } else if (interval > FrameIntervals.MAX_MICROS) {
      gaps++;
    } else {
      intervals.recordValue(interval);
      intervalsMicros += interval;
    }
    lastMicros = Math.max(lastMicros, micros);
  }

  int frames() {
    return frames;
  }

  /** From the first frame to the last. */
  double seconds() {
    return frames == 0 ? 0 : PulseRules.seconds(lastMicros - firstMicros);
  }

  double frameRateHz() {
    return intervalsMicros == 0
        ? 0
        : intervals.getTotalCount() * (double) PulseRules.MICROS_PER_SECOND / intervalsMicros;
  }

  List<Finding> findings() {
    double rate = frameRateHz();
    double jitter = jitter();
    long missing = chunks == 0 ? 0 : newestNumbers.last() - minNumber + 1 - chunks;
    double maxGaps = Math.max(1, MAX_GAPS_A_MINUTE * seconds() / 60);
    return List.of(
        Finding.of(
            Point.FRAME_RATE, rate < PulseRules.MIN_FRAME_RATE_HZ, "%.1f frames/s".formatted(rate)),
        Finding.of(
            Point.JITTER,
            jitter > MAX_JITTER,
            "intervals %.0f %% from their median".formatted(100 * jitter)),
        Finding.of(Point.GAPS, gaps > maxGaps, "%d in %.0f s".formatted(gaps, seconds())),
        Finding.of(
            Point.ORDER, notRising > 0, "%d frames not later than before".formatted(notRising)),
        Finding.of(
            Point.NUMBERING,
            missing > 0 || repeated > 0,
            "%d missing, %d repeated".formatted(missing, repeated)),
        clock());
  }

  /** The mean distance of intervals from their median, as a share of it. */
  private double jitter() {
    if (intervalsMicros == 0) {
      return 0;
    }
    long median = intervals.getValueAtPercentile(50);
    double distances = 0;
    for (HistogramIterationValue bin : intervals.recordedValues()) {
      distances +=
          (double) Math.abs(bin.getValueIteratedTo() - median)
              * bin.getCountAddedInThisIterationStep();
    }
    return distances / intervals.getTotalCount() / median;
  }

  private Finding clock() {
    if (maxDelayMillis == Long.MIN_VALUE) {
      return Finding.notMeasured(Point.CLOCK, "a clip has no time of sending");
    }
    boolean fault = minDelayMillis < -MAX_AHEAD_MILLIS || maxDelayMillis > MAX_BEHIND_MILLIS;
    return Finding.of(
        Point.CLOCK,
        fault,
        "sent %.1f to %.1f s after capture".formatted(minDelayMillis / 1e3, maxDelayMillis / 1e3));
  }
}
