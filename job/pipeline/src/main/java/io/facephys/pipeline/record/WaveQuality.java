package io.facephys.pipeline.record;

import io.facephys.schemas.QualityReason;

/**
 * How far a chunk's wave is to be trusted; the fields are those of the schema of topic {@code
 * pulse-waveforms}.
 *
 * @param segment number of the stretch of wave
 * @param segmentSeconds from the segment's first frame to the chunk's
 * @param framesDropped frames of the chunk that were not used
 * @param gapSeconds longest interval if that is more than 0.25 s; else 0
 * @param frameRateHz used frames a second
 * @param reasons not to trust the wave
 */
public record WaveQuality(
    long segment,
    double segmentSeconds,
    int framesDropped,
    double gapSeconds,
    double frameRateHz,
    QualityReason[] reasons) {}
