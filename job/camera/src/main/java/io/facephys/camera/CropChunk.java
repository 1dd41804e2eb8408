package io.facephys.camera;

/**
 * Consecutive crops of one face, not yet numbered.
 *
 * @param track number of the face
 * @param captureTimesMicros of each frame, rising
 * @param frames uint8, (frame, row, column, channel)
 */
public record CropChunk(int track, long[] captureTimesMicros, byte[] frames) {}
