package io.facephys.engine.vitals;

/**
 * A beat of the wave.
 *
 * @param segment number of the wave's segment
 * @param timeMicros capture time at which the wave is highest, located between frames
 * @param errorMillis standard error of the time
 * @param intervalMillis time since the beat before; NaN after a break of the wave, and where a beat
 *     seems to be missing
 * @param confirmed whether the second detector found it, too
 * @param templateCorrelation correlation with the mean shape of the beats before; NaN while there
 *     are too few
 * @param peak height of the wave at the beat
 * @param trough lowest value of the wave in the 0.5 s before it
 */
public record Beat(
    long segment,
    long timeMicros,
    double errorMillis,
    double intervalMillis,
    boolean confirmed,
    double templateCorrelation,
    double peak,
    double trough) {
  boolean hasInterval() {
    return !Double.isNaN(intervalMillis);
  }
}
