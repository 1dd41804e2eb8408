package io.facephys.pipeline.state;

/** The key of a waiting chunk among those of its subject. */
record WaitingChunk(String cameraId, long sequence) {}
