package io.facephys.pipeline.state;

/**
 * Which chunk of a subject waits in keyed state.
 *
 * @param cameraId its camera
 * @param sequence its sequence
 */
record WaitingChunk(String cameraId, long sequence) {}
