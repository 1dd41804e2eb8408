package io.facephys.pipeline.record;

/**
 * The wave of one chunk, on its way to topic {@code pulse-waveforms}; the fields are those of the
 * schema of that topic.
 *
 * <p>It has plain arrays, because Avro refuses to look up its generated classes by name between
 * operators.
 *
 * @param subjectId whose pulse it is
 * @param cameraId of the chunk
 * @param sequence of the chunk
 * @param captureTimesMicros one a frame, microseconds since the epoch
 * @param wave blood volume pulse, one sample a frame, no unit
 * @param modelName of the model that made it
 * @param modelSha256 of the model file
 * @param framesBefore frames of the segment before the chunk
 * @param replacedIntervals frames that got another interval than their true one
 * @param quality how far to trust it
 * @param eventTimeMillis the record's time: when the last frame of the chunk was captured,
 *     milliseconds since the epoch, but not later than the chunk's own record
 */
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
    long eventTimeMillis) {}
