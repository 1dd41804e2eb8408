package io.facephys.cli.check;

/** What was found about one point: the verdict, and what was measured, with its unit. */
public record Finding(Point point, Verdict verdict, String figure) {
  /** Whether the contract is kept at a point. */
  public enum Verdict {
    OK,
    FAULT,
    /** The stream does not have what the measurement needs. */
    NOT_MEASURED
  }

  static Finding of(Point point, boolean fault, String figure) {
    return new Finding(point, fault ? Verdict.FAULT : Verdict.OK, figure);
  }

  static Finding notMeasured(Point point, String why) {
    return new Finding(point, Verdict.NOT_MEASURED, why);
  }
}
