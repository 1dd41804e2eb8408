package io.facephys.pipeline.pulse;

import io.facephys.engine.PulseRules;
import io.facephys.engine.frames.FrameProblem;
import io.facephys.engine.frames.Pixels;
import io.facephys.pipeline.record.WaveQuality;
import io.facephys.pipeline.time.FrameClock;
import io.facephys.pipeline.time.UsedFrames;
import io.facephys.pipeline.time.UsedFrames.Start;
import io.facephys.schemas.QualityReason;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * How far to trust the wave of a chunk.
 *
 * @param input what the wave was computed from
 * @param pixels what the chunk's frames say
 * @param before the clock of the wave's segment, before the chunk
 * @param replacedIntervals how many used frames got another interval than their true one
 * @param reset whether the stored state gave no finite wave
 */
record WaveQualityRule(
    PulseStep.Input input, Pixels pixels, FrameClock before, int replacedIntervals, boolean reset) {
  /** What is wrong with the frames of a camera, rather than with times or states. */
  static final Set<QualityReason> INPUT_PROBLEMS =
      Collections.unmodifiableSet(
          EnumSet.of(
              QualityReason.BLACK,
              QualityReason.CONSTANT,
              QualityReason.UNIT_RANGE,
              QualityReason.FROZEN,
              QualityReason.OVEREXPOSED,
              QualityReason.BLUE_FIRST));

  WaveQuality judge() {
    UsedFrames used = input.used();
    int chunkFrames = input.chunk().getCaptureTimesMicros().size();
    int dropped = chunkFrames - used.timesMicros().length;
    double segmentSeconds = PulseRules.seconds(used.timesMicros()[0] - before.segmentStartMicros());
    double rate = used.frameRateHz();
    Set<QualityReason> reasons = EnumSet.noneOf(QualityReason.class);
    add(reasons, QualityReason.GAP_RESTART, used.start() == Start.AFTER_GAP);
    add(reasons, QualityReason.CLOCK_SET_BACK, used.start() == Start.CLOCK_SET_BACK);
    add(reasons, QualityReason.STATE_RESET, reset);
    add(reasons, QualityReason.NUMBERING_RESTART, input.renumbered());
    add(reasons, QualityReason.STATE_LOST, stateLost());
    add(reasons, QualityReason.WARMING_UP, segmentSeconds < PulseRules.WARM_UP_SECONDS);
    add(reasons, QualityReason.GAP, used.gapSeconds() > 0);
    add(reasons, QualityReason.FRAMES_DROPPED, dropped > 0);
    add(reasons, QualityReason.INTERVALS_REPLACED, replacedIntervals > 0);
    add(reasons, QualityReason.LOW_FRAME_RATE, rate > 0 && rate < PulseRules.MIN_FRAME_RATE_HZ);
    pixels.problems().forEach(problem -> reasons.add(reason(problem)));
    add(reasons, QualityReason.OVEREXPOSED, pixels.middle().isClipped());
    add(reasons, QualityReason.BLUE_FIRST, pixels.middle().isBlueFirst());
    return new WaveQuality(
        before.segment(),
        segmentSeconds,
        dropped,
        used.gapSeconds(),
        rate,
        reasons.toArray(QualityReason[]::new));
  }

  private boolean stateLost() {
    return switch (input.used().start()) {
      case FIRST -> input.chunk().getSequence() > 0;
      case CONTINUES -> input.state() == null;
      case AFTER_GAP, CLOCK_SET_BACK -> false;
    };
  }

  private static void add(Set<QualityReason> reasons, QualityReason reason, boolean holds) {
    if (holds) {
      reasons.add(reason);
    }
  }

  private static QualityReason reason(FrameProblem problem) {
    return switch (problem) {
      case BLACK -> QualityReason.BLACK;
      case CONSTANT -> QualityReason.CONSTANT;
      case UNIT_RANGE -> QualityReason.UNIT_RANGE;
      case FROZEN -> QualityReason.FROZEN;
    };
  }
}
