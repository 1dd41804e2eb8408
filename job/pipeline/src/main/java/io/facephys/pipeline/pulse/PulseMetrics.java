package io.facephys.pipeline.pulse;

import io.facephys.engine.Internal;
import io.facephys.pipeline.metric.MicrosTimer;
import io.facephys.pipeline.record.DeadLetter;
import io.facephys.pipeline.record.WaveQuality;
import io.facephys.pipeline.record.Waveform;
import io.facephys.pipeline.state.LiveCounts;
import io.facephys.schemas.QualityReason;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;

/**
 * The metrics of operator {@code pulse}; docker/README.md lists them. Counters start at 0 with each
 * start of the job, as Flink's do. All durations are in microseconds.
 */
@Internal
public final class PulseMetrics {
  /** So many cameras are counted by name; the others are counted together. */
  static final int MAX_CAMERAS = 1000;

  private static final String OTHER_CAMERAS = "other";

  /** Why the model restarted from the initial state. */
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
  final Counter splitEvents;
  final MicrosTimer stateRead;
  final MicrosTimer inference;
  final MicrosTimer stateWrite;
  final MicrosTimer emit;

  private final MetricGroup group;
  private final MicrosTimer captureToWave;
  private final Map<Restart, Counter> restarts = new EnumMap<>(Restart.class);
  private final Map<DeadLetter.Cause, Counter> deadLetters;
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
    splitEvents = group.counter("splitEvents");
    stateRead = new MicrosTimer(group, "stateReadMicros");
    inference = new MicrosTimer(group, "inferenceMicros");
    stateWrite = new MicrosTimer(group, "stateWriteMicros");
    emit = new MicrosTimer(group, "emitMicros");
    captureToWave = new MicrosTimer(group, "captureToWaveMicros");
    group.gauge("waiting", (Gauge<Long>) live::waiting);
    group.gauge("liveStates", (Gauge<Long>) live::states);
    for (Restart reason : Restart.values()) {
      restarts.put(reason, group.addGroup("reason", reason.name()).counter("restarts"));
    }
    deadLetters = DeadLetter.Cause.counters(group, DeadLetter.Cause.values());
  }

  /** Counts a chunk that became a wave. */
  void consumed(Waveform waveform, long nowMillis) {
    consumed.inc();
    frames.inc(waveform.wave().length);
    WaveQuality quality = waveform.quality();
    framesDropped.inc(quality.framesDropped());
    long lastMicros = waveform.captureTimesMicros()[waveform.wave().length - 1];
    captureToWave.record(Math.max(0, nowMillis * 1000 - lastMicros));
    if (quality.gapSeconds() > 0) {
      gaps.inc();
    }
    for (QualityReason reason : quality.reasons()) {
      count(reason, waveform.cameraId());
    }
  }

  private void count(QualityReason reason, String cameraId) {
    switch (reason) {
      case STATE_RESET -> count(Restart.NOT_FINITE);
      case GAP_RESTART -> count(Restart.GAP);
      case CLOCK_SET_BACK -> count(Restart.CLOCK_SET_BACK);
      default -> {
        if (WaveQualityRule.INPUT_PROBLEMS.contains(reason)) {
          inputProblem(cameraId, reason.name());
        }
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

  /** Counts a problem of a camera's frames, under the camera's name while there is room. */
  private void inputProblem(String cameraId, String problem) {
    String name =
        cameras.containsKey(cameraId) || cameras.size() < MAX_CAMERAS ? cameraId : OTHER_CAMERAS;
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
