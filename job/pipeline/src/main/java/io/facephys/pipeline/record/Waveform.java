package io.facephys.pipeline.record;

import io.facephys.engine.Internal;

/**
 * The wave of one chunk, on its way to topic {@code pulse-waveforms}; the fields are those of that
 * topic's schema.
 *
 * <p>It has plain arrays, because Avro refuses to look up its generated classes by name between
 * operators.
 *
 * @param sequence the chunk's number, from 0 for each camera
 * @param captureTimesMicros the capture time of each used frame, microseconds since the epoch
 * @param wave blood volume pulse, one sample for each used frame, no unit
 * @param framesBefore how many frames of the segment were used before the chunk
 * @param replacedIntervals how many frames the model saw at another interval than their true one
 * @param timeMillis when the last frame of the chunk was captured, milliseconds since the epoch,
 *     but not later than the chunk's own record; the time of the wave's record in Kafka
 */
@Internal
public record Waveform(
    String subjectId,
    String cameraId,
    long sequence,
    long[] captureTimesMicros,
    float[] wave,
    String modelName,
    String modelSha256,
    long framesBefore,
    int replacedIntervals,
    WaveQuality quality,
    long timeMillis)
    implements SubjectResult {}
