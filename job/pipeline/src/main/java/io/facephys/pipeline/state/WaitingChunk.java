package io.facephys.pipeline.state;

/**
 * Which chunk of a subject waits in keyed state. Stored: frozen.
 *
 * @param cameraId its camera
 * @param sequence its number
 */
public record WaitingChunk(String cameraId, long sequence) {}
