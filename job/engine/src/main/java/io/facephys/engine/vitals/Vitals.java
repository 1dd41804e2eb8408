package io.facephys.engine.vitals;

import org.jspecify.annotations.Nullable;

/**
 * Vital signs of one camera at a whole second of capture time; schema {@code VitalSigns} explains
 * the values.
 *
 * @param windowStartMicros start of the rates' window, 10 s before its end or less
 * @param windowEndMicros the whole second
 * @param segment number of the wave's segment; null in a row of several cameras
 * @param coverage share of the window with usable wave, 0 to 1
 * @param frameRateHz frames a second in the window; null if it holds fewer than two, and in a row
 *     of several cameras
 * @param pulseRate strongest frequency, beats a minute
 * @param pulseRateInterval interval of 90 %; present exactly if the rate is
 * @param beatRate from the mean interval, beats a minute
 * @param variability of the intervals between beats
 * @param respirationRate breaths a minute
 * @param quality of the wave
 */
public record Vitals(
    long windowStartMicros,
    long windowEndMicros,
    @Nullable Long segment,
    double coverage,
    @Nullable Double frameRateHz,
    Reading pulseRate,
    @Nullable RateInterval pulseRateInterval,
    Reading beatRate,
    Variability variability,
    Reading respirationRate,
    SignalQuality quality) {}
