package io.facephys.pipeline.decode;

import io.facephys.pipeline.record.DeadLetter;
import io.facephys.pipeline.record.RawRecord;
import java.util.Locale;

/** Refuses records that were too large to be read whole. */
final class TruncatedRecords {
  private TruncatedRecords() {}

  /**
   * Checks that {@code record} is whole.
   *
   * @param maxBytes the limit that truncated it, for the reason
   */
  static void checkWhole(RawRecord record, int maxBytes) throws RefusedException {
    if (record.truncations().length > 0) {
      RawRecord.Truncation first = record.truncations()[0];
      throw new RefusedException(
          DeadLetter.Cause.TOO_LARGE,
          "the record's %s has %d bytes; --max-value-bytes allows %d"
              .formatted(first.part().name().toLowerCase(Locale.ROOT), first.bytes(), maxBytes));
    }
  }
}
