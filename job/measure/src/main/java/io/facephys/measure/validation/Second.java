package io.facephys.measure.validation;

import io.facephys.measure.accuracy.RatePair;
import org.jspecify.annotations.Nullable;

/**
 * A second in which the reference has a rate.
 *
 * @param end of the second, on the camera's clock
 * @param truth the reference's rate in the same window, beats a minute
 * @param strongest the strongest frequency of the wave in that window, whatever the evidence; NaN
 *     if there is no unbroken wave
 * @param pair the rate that was measured; null if there is none
 * @param absentReason why there is none; empty if there is one
 */
record Second(
    double end, double truth, double strongest, @Nullable RatePair pair, String absentReason) {}
