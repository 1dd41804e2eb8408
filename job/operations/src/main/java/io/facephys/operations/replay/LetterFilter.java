package io.facephys.operations.replay;

import io.facephys.pipeline.record.DeadLetter;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Which dead letters are sent again; what is null allows all.
 *
 * @param reason the cause as the metrics name it, or a part of the reason's text
 * @param from the earliest time of the record
 * @param until the time of the record is before this one
 */
record LetterFilter(@Nullable String reason, @Nullable Instant from, @Nullable Instant until) {
  boolean accepts(DeadLetter letter) {
    return hasReason(letter) && isInRange(letter.record().timestampMillis());
  }

  private boolean hasReason(DeadLetter letter) {
    return reason == null
        || letter.cause().name().equals(reason.toUpperCase(Locale.ROOT))
        || letter.reason().contains(reason);
  }

  private boolean isInRange(long timestampMillis) {
    if (from == null && until == null) {
      return true;
    }
    if (timestampMillis < 0) {
      return false;
    }
    Instant time = Instant.ofEpochMilli(timestampMillis);
    return (from == null || !time.isBefore(from)) && (until == null || time.isBefore(until));
  }
}
