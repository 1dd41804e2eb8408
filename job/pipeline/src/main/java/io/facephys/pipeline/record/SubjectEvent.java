package io.facephys.pipeline.record;

import io.facephys.schemas.EventKind;

/**
 * What has happened to the state of a subject, on its way to topic {@code face-events}; the fields
 * are those of the schema of that topic.
 *
 * @param kind what has happened
 * @param subjectId to whom
 * @param requestId of the message that asked for it; empty if none did
 * @param timeMillis when, by the job's clock
 * @param cameraIds cameras whose state was removed, sorted
 * @param waitingChunks how many chunks waited and were removed unused
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares events
public record SubjectEvent(
    EventKind kind,
    String subjectId,
    String requestId,
    long timeMillis,
    String[] cameraIds,
    int waitingChunks) {}
