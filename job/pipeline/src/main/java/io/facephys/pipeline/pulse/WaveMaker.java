package io.facephys.pipeline.pulse;

import io.facephys.engine.FrameChecks;
import io.facephys.engine.FrameProblem;
import io.facephys.engine.ModelIdentity;
import io.facephys.pipeline.record.WaveQuality;
import io.facephys.pipeline.record.Waveform;
import io.facephys.pipeline.time.CameraClock;
import io.facephys.pipeline.time.TakenFrames;
import io.facephys.pipeline.time.TakenFrames.Start;
import io.facephys.schemas.FaceChunk;
import io.facephys.schemas.QualityReason;
import java.util.EnumSet;
import java.util.Set;

/**
 * Says of a wave where it comes from and how far to trust it.
 *
 * @param chunk that it was made of
 * @param taken which of its frames were used
 * @param step that made it
 * @param after where the camera stands after it
 * @param renumbered whether the producer began to number anew with this chunk
 */
record WaveMaker(
    FaceChunk chunk, TakenFrames taken, PulseStep step, CameraClock after, boolean renumbered) {
  /** Below this the model cannot follow the pulse; a camera of 15 frames a second may give 14.9. */
  static final double LEAST_FRAME_RATE_HZ = 14;

  /** So long the model needs from its initial state until the wave is sound. */
  static final double WARM_UP_SECONDS = 5;

  private static final double MICROS = 1e6;

  Waveform waveform(ModelIdentity model, long eventTimeMillis) {
    return new Waveform(
        chunk.getSubjectId(),
        chunk.getCameraId(),
        chunk.getSequence(),
        taken.timesMicros(),
        step.wave(),
        model.name(),
        model.sha256(),
        after.segmentFrames() - taken.used().length,
        step.replacedIntervals(),
        quality(),
        eventTimeMillis);
  }

  private WaveQuality quality() {
    double segmentSeconds = (taken.timesMicros()[0] - after.segmentStartMicros()) / MICROS;
    int dropped = chunk.getCaptureTimesMicros().size() - taken.used().length;
    Set<QualityReason> reasons = ofStart();
    add(reasons, QualityReason.WARMING_UP, segmentSeconds < WARM_UP_SECONDS);
    add(reasons, QualityReason.GAP, taken.gapSeconds() > 0);
    add(reasons, QualityReason.FRAMES_DROPPED, dropped > 0);
    add(reasons, QualityReason.INTERVALS_REPLACED, step.replacedIntervals() > 0);
    double rate = taken.frameRateHz();
    add(reasons, QualityReason.LOW_FRAME_RATE, rate > 0 && rate < LEAST_FRAME_RATE_HZ);
    int frames = chunk.getCaptureTimesMicros().size();
    for (FrameProblem problem : FrameChecks.of(chunk.getFrames(), frames)) {
      reasons.add(reason(problem));
    }
    return new WaveQuality(
        after.segment(),
        segmentSeconds,
        dropped,
        taken.gapSeconds(),
        rate,
        reasons.toArray(QualityReason[]::new));
  }

  private Set<QualityReason> ofStart() {
    Set<QualityReason> reasons = EnumSet.noneOf(QualityReason.class);
    add(reasons, QualityReason.GAP_RESTART, taken.start() == Start.AFTER_GAP);
    add(reasons, QualityReason.CLOCK_SET_BACK, taken.start() == Start.CLOCK_SET_BACK);
    add(reasons, QualityReason.STATE_RESET, step.reset());
    add(reasons, QualityReason.NUMBERING_RESTART, renumbered);
    return reasons;
  }

  private static void add(Set<QualityReason> reasons, QualityReason reason, boolean holds) {
    if (holds) {
      reasons.add(reason);
    }
  }

  static QualityReason reason(FrameProblem problem) {
    return switch (problem) {
      case BLACK -> QualityReason.BLACK;
      case CONSTANT -> QualityReason.CONSTANT;
      case UNIT_RANGE -> QualityReason.UNIT_RANGE;
      case FROZEN -> QualityReason.FROZEN;
    };
  }
}
