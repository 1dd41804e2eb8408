package io.facephys.cli.page;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Times of the wire as numbers. */
final class Micros {
  private Micros() {}

  /** Microseconds since the epoch. */
  static long of(Instant time) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, time);
  }
}
