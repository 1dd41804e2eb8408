package io.facephys.pipeline.decode;

import io.facephys.pipeline.record.RawRecord;
import io.facephys.pipeline.record.RawRecord.Cut;
import java.util.Locale;
import java.util.Optional;

/** What is wrong with records that were too large to be read whole. */
final class CutRecords {
  private CutRecords() {}

  /** What is too large about {@code record}; empty if it is whole. */
  static Optional<String> problem(RawRecord record, int maxBytes) {
    if (record.cuts().length == 0) {
      return Optional.empty();
    }
    Cut cut = record.cuts()[0];
    return Optional.of(
        "the record's %s has %d bytes; --max-value-bytes allows %d"
            .formatted(cut.part().name().toLowerCase(Locale.ROOT), cut.bytes(), maxBytes));
  }
}
