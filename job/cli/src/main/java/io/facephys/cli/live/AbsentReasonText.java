package io.facephys.cli.live;

import io.facephys.engine.PulseRules;
import io.facephys.engine.vitals.AbsentReason;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Why a value is missing, in words for people who look. */
public final class AbsentReasonText {
  private AbsentReasonText() {}

  /**
   * The words for a reason of the wire; a reason that this version does not know stays as it is.
   */
  public static @Nullable String of(@Nullable String reason) {
    return Arrays.stream(AbsentReason.values())
        .filter(known -> known.name().equals(reason))
        .findFirst()
        .map(AbsentReasonText::of)
        .orElse(reason);
  }

  private static String of(AbsentReason reason) {
    return switch (reason) {
      case WARMING_UP -> "Warming up: 7 s of wave are needed";
      case FROZEN -> "The picture stands still";
      case BLACK -> "The picture is black";
      case LOW_COVERAGE -> "Too many frames are missing";
      case TOO_SHORT -> "The unbroken wave is too short";
      case LOW_FRAME_RATE ->
          "Fewer than %.0f frames a second".formatted(PulseRules.MIN_FRAME_RATE_HZ);
      case MOTION -> "Motion or changing light hides the pulse";
      case NO_PULSE -> "The colours show no pulse";
      case LOW_QUALITY -> "The wave is too irregular";
      case RATES_DISAGREE -> "Two ways to measure it disagree";
      case BEAT_TIMES_UNCERTAIN -> "The beat times are too uncertain";
      case CAMERAS_DISAGREE -> "The cameras give different rates";
      case NOT_COMBINED -> "Not combined from several cameras";
    };
  }
}
