package io.facephys.measure.validation;

/** What a reference holds beside its times. */
public enum ReferenceKind {
  /** The samples of a pulse wave, such as a finger oximeter's. */
  PPG,
  /** Rates, beats a minute. */
  RATES,
  /** The times of beats, such as an ECG's R peaks, and no values. */
  BEATS
}
