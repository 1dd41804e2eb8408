package io.facephys.pipeline.state;

/**
 * The key of a waiting chunk among those of its subject.
 *
 * @param cameraId the camera that sent it
 * @param sequence its number among that camera's chunks
 */
record WaitingChunk(String cameraId, long sequence) {}
