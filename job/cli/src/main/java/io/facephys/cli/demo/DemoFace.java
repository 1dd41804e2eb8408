package io.facephys.cli.demo;

import io.facephys.cli.live.SubjectTrack;
import io.facephys.schemas.VitalSigns;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * A face of the demo.
 *
 * @param id its subject
 * @param painted its pulse rate over the seconds of vital signs, or of all time without them; null
 *     if it is not a painted face
 * @param track what came out of the job for it
 */
record DemoFace(
    String id, @Nullable ToDoubleFunction<@Nullable VitalSigns> painted, SubjectTrack track) {
  DemoFace(String id, @Nullable ToDoubleFunction<@Nullable VitalSigns> painted) {
    this(id, painted, new SubjectTrack());
  }

  /** The line of the table. */
  String line(long nowMillis) {
    OptionalLong delay = track.delayMillis();
    return "%-14s %,9d %9.1f %12s %14s %10s"
        .formatted(
            id,
            track.frames(),
            track.framesPerSecond(nowMillis),
            painted == null ? "-" : "%.1f".formatted(paintedBpm()),
            track.rateText(),
            delay.isEmpty() ? "-" : "%.1f".formatted(delay.getAsLong() / 1e3));
  }

  /** The line of the final summary: both rates and their difference. */
  String summary() {
    if (track.beatsPerMinute().isEmpty()) {
      return title() + ": a rate needs 10 s of wave";
    }
    return painted == null
        ? title()
        : title() + " (%+.1f)".formatted(track.beatsPerMinute().getAsDouble() - paintedBpm());
  }

  /** The subject and both rates, over the same seconds. */
  String title() {
    String measured =
        (track.beatsPerMinute().isPresent() ? "measured %s bpm" : "no rate (%s)")
            .formatted(track.rateText());
    return painted == null
        ? "%s: %s".formatted(id, measured)
        : "%s: painted %.1f bpm, %s".formatted(id, paintedBpm(), measured);
  }

  /** Whether the interval of the newest vital signs holds the painted rate of its seconds. */
  boolean intervalHolds() {
    VitalSigns row = track.vitalSigns().orElseThrow();
    return row.getPulseRateLowBpm() <= paintedBpm() && paintedBpm() <= row.getPulseRateHighBpm();
  }

  private double paintedBpm() {
    return Objects.requireNonNull(painted).applyAsDouble(track.vitalSigns().orElse(null));
  }
}
