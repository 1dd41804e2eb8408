package io.facephys.pipeline.pulse;

import io.facephys.engine.FrameProblem;
import io.facephys.pipeline.record.DeadLetter;
import io.facephys.pipeline.record.Waveform;
import io.facephys.pipeline.state.LiveCounts;
import io.facephys.pipeline.time.TakenFrames;
import io.facephys.schemas.QualityReason;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.metrics.DescriptiveStatisticsHistogram;

/**
 * What operator {@code pulse} tells Flink's metric system; RATIONALE.md has the list. Counts start
 * at 0 with each start of the job, as Flink's do.
 */
public final class PulseMetrics {
  /** Cameras that are counted by name; the others share one. */
  static final int MOST_CAMERAS = 1000;

  private static final Set<QualityReason> INPUT_PROBLEMS =
      Arrays.stream(FrameProblem.values())
          .map(WaveMaker::reason)
          .collect(Collectors.toUnmodifiableSet());

  private static final int HISTOGRAM_WINDOW = 1000;
  private static final String OTHER_CAMERAS = "other";

  /** Why the model started again. */
  enum Restart {
    GAP,
    NOT_FINITE,
    CLOCK_SET_BACK
  }

  final Counter chunks;
  final Counter frames;
  final Counter consumed;
  final Counter duplicates;
  final Counter late;
  final Counter forgotten;
  final Counter framesDropped;
  final Counter gaps;
  final Counter renumberings;
  final Histogram inferenceMillis;
  final Histogram stateReadMicros;
  final Histogram stateWriteMicros;
  final Histogram emitMicros;
  final Histogram captureToWaveMillis;

  private final MetricGroup group;
  private final Map<Restart, Counter> restarts = new EnumMap<>(Restart.class);
  private final Map<DeadLetter.Cause, Counter> deadLetters = new EnumMap<>(DeadLetter.Cause.class);
  private final Map<String, MetricGroup> cameras = new HashMap<>();
  private final Map<String, Counter> inputProblems = new HashMap<>();

  PulseMetrics(MetricGroup group, LiveCounts live) {
    this.group = group;
    chunks = group.counter("chunks");
    frames = group.counter("frames");
    consumed = group.counter("consumed");
    duplicates = group.counter("duplicates");
    late = group.counter("late");
    forgotten = group.counter("forgotten");
    framesDropped = group.counter("framesDropped");
    gaps = group.counter("gaps");
    renumberings = group.counter("renumberings");
    inferenceMillis = histogram(group, "inferenceMillis");
    stateReadMicros = histogram(group, "stateReadMicros");
    stateWriteMicros = histogram(group, "stateWriteMicros");
    emitMicros = histogram(group, "emitMicros");
    captureToWaveMillis = histogram(group, "captureToWaveMillis");
    group.gauge("waiting", (Gauge<Long>) live::waiting);
    group.gauge("liveStates", (Gauge<Long>) live::states);
    for (Restart reason : Restart.values()) {
      restarts.put(reason, group.addGroup("reason", reason.name()).counter("restarts"));
    }
    for (DeadLetter.Cause cause : DeadLetter.Cause.values()) {
      deadLetters.put(cause, cause.counter(group));
    }
  }

  /** A histogram of the last 1,000 values. */
  public static Histogram histogram(MetricGroup group, String name) {
    return group.histogram(name, new DescriptiveStatisticsHistogram(HISTOGRAM_WINDOW));
  }

  public static void updateMicros(Histogram histogram, long sinceNanos) {
    histogram.update((System.nanoTime() - sinceNanos) / 1_000);
  }

  /** Counts a chunk that became a wave. */
  void taken(Waveform waveform, TakenFrames taken, PulseStep step, long nowMillis) {
    consumed.inc();
    frames.inc(waveform.wave().length);
    framesDropped.inc(waveform.quality().framesDropped());
    long lastMillis = waveform.captureTimesMicros()[waveform.wave().length - 1] / 1000;
    captureToWaveMillis.update(Math.max(0, nowMillis - lastMillis));
    if (taken.gapSeconds() > 0) {
      gaps.inc();
    }
    if (step.reset()) {
      count(Restart.NOT_FINITE);
    } else if (taken.start() == TakenFrames.Start.AFTER_GAP) {
      count(Restart.GAP);
    } else if (taken.start() == TakenFrames.Start.CLOCK_SET_BACK) {
      count(Restart.CLOCK_SET_BACK);
    }
    for (QualityReason reason : waveform.quality().reasons()) {
      if (INPUT_PROBLEMS.contains(reason)) {
        inputProblem(waveform.cameraId(), reason.name());
      }
    }
  }

  private void count(Restart reason) {
    Objects.requireNonNull(restarts.get(reason)).inc();
  }

  void deadLetter(DeadLetter.Cause cause) {
    Objects.requireNonNull(deadLetters.get(cause)).inc();
  }

  long deadLetters(DeadLetter.Cause cause) {
    return Objects.requireNonNull(deadLetters.get(cause)).getCount();
  }

  long restarts(Restart reason) {
    return Objects.requireNonNull(restarts.get(reason)).getCount();
  }

  /** Counts what is wrong with a camera's pictures, under its name while there is room. */
  private void inputProblem(String cameraId, String problem) {
    String name =
        cameras.containsKey(cameraId) || cameras.size() < MOST_CAMERAS ? cameraId : OTHER_CAMERAS;
    inputProblems
        .computeIfAbsent(
            name + '\n' + problem,
            key ->
                cameras
                    .computeIfAbsent(name, one -> group.addGroup("camera", one))
                    .addGroup("reason", problem)
                    .counter("inputProblems"))
        .inc();
  }
}
