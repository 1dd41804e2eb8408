package io.facephys.pipeline.record;

import io.facephys.engine.Internal;
import io.facephys.schemas.QualityReason;

/**
 * How far a chunk's wave is to be trusted; the fields are those of the schema of topic {@code
 * pulse-waveforms}.
 *
 * @param segment the number of the segment, the wave between two restarts of the model
 * @param segmentSeconds the time from the segment's first frame to the chunk's first frame
 * @param framesDropped how many frames of the chunk were not used
 * @param gapSeconds the longest interval before a frame if it is more than 0.25 s; otherwise 0
 * @param frameRateHz how many frames a second were used
 * @param reasons the reasons not to trust the wave; empty if there are none
 */
@Internal
public record WaveQuality(
    long segment,
    double segmentSeconds,
    int framesDropped,
    double gapSeconds,
    double frameRateHz,
    QualityReason[] reasons) {}
