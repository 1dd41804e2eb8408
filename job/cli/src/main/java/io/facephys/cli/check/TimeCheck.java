package io.facephys.cli.check;

import io.facephys.engine.FrameIntervals;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.commons.math3.stat.StatUtils;

/** Numbers and times of one subject and camera. Not for several threads. */
final class TimeCheck {
  private static final double LEAST_FRAME_RATE_HZ = 14;

  /** Mean distance of intervals from their median; a camera's own times stay below 0.1. */
  private static final double MOST_JITTER = 0.3;

  private static final double MOST_GAPS_A_MINUTE = 2;
  private static final long MOST_AHEAD_MILLIS = 1000;
  private static final long MOST_BEHIND_MILLIS = 60_000;
  private static final double MICROS = 1e6;

  private final Set<Long> numbers = new HashSet<>();
  private final List<Double> intervals = new ArrayList<>(); // seconds, without gaps
  private long lastMicros = Long.MIN_VALUE;
  private long firstMicros;
  private int frames;
  private int gaps;
  private int notRising;
  private int repeated;
  private long leastNumber = Long.MAX_VALUE;
  private long greatestNumber = Long.MIN_VALUE;
  private long leastDelayMillis = Long.MAX_VALUE;
  private long greatestDelayMillis = Long.MIN_VALUE;

  /** Whether the chunk's number is a new one; a repeated chunk says nothing else. */
  boolean add(SentChunk chunk) {
    if (!numbers.add(chunk.sequence())) {
      repeated++;
      return false;
    }
    leastNumber = Math.min(leastNumber, chunk.sequence());
    greatestNumber = Math.max(greatestNumber, chunk.sequence());
    for (long micros : chunk.timesMicros()) {
      add(micros);
    }
    if (chunk.sentMillis() != SentChunk.UNKNOWN) {
      long delay = chunk.sentMillis() - chunk.timesMicros()[chunk.timesMicros().length - 1] / 1000;
      leastDelayMillis = Math.min(leastDelayMillis, delay);
      greatestDelayMillis = Math.max(greatestDelayMillis, delay);
    }
    return true;
  }

  private void add(long micros) {
    if (frames++ == 0) {
      firstMicros = micros;
    } else if (micros <= lastMicros) {
      notRising++;
    } else if ((micros - lastMicros) / MICROS > FrameIntervals.MAX_SECONDS) {
      gaps++;
    } else {
      intervals.add((micros - lastMicros) / MICROS);
    }
    lastMicros = Math.max(lastMicros, micros);
  }

  int frames() {
    return frames;
  }

  /** From the first frame to the last. */
  double seconds() {
    return frames == 0 ? 0 : (lastMicros - firstMicros) / MICROS;
  }

  double frameRateHz() {
    double[] all = intervals.stream().mapToDouble(Double::doubleValue).toArray();
    return all.length == 0 ? 0 : 1 / StatUtils.mean(all);
  }

  List<Finding> findings() {
    double rate = frameRateHz();
    double jitter = jitter();
    long missing = numbers.isEmpty() ? 0 : greatestNumber - leastNumber + 1 - numbers.size();
    double mostGaps = Math.max(1, MOST_GAPS_A_MINUTE * seconds() / 60);
    return List.of(
        Finding.of(Point.FRAME_RATE, rate < LEAST_FRAME_RATE_HZ, "%.1f frames/s".formatted(rate)),
        Finding.of(
            Point.JITTER,
            jitter > MOST_JITTER,
            "intervals %.0f %% from their median".formatted(100 * jitter)),
        Finding.of(Point.GAPS, gaps > mostGaps, "%d in %.0f s".formatted(gaps, seconds())),
        Finding.of(
            Point.ORDER, notRising > 0, "%d frames not later than before".formatted(notRising)),
        Finding.of(
            Point.NUMBERING,
            missing > 0 || repeated > 0,
            "%d missing, %d repeated".formatted(missing, repeated)),
        clock());
  }

  private double jitter() {
    double[] all = intervals.stream().mapToDouble(Double::doubleValue).toArray();
    if (all.length == 0) {
      return 0;
    }
    double median = StatUtils.percentile(all, 50);
    return intervals.stream().mapToDouble(i -> Math.abs(i - median)).average().orElse(0) / median;
  }

  private Finding clock() {
    if (greatestDelayMillis == Long.MIN_VALUE) {
      return Finding.notMeasured(Point.CLOCK, "a clip has no time of sending");
    }
    boolean fault =
        leastDelayMillis < -MOST_AHEAD_MILLIS || greatestDelayMillis > MOST_BEHIND_MILLIS;
    return Finding.of(
        Point.CLOCK,
        fault,
        "sent %.1f to %.1f s after capture"
            .formatted(leastDelayMillis / 1e3, greatestDelayMillis / 1e3));
  }
}
