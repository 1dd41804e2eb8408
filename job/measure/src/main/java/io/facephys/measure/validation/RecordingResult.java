package io.facephys.measure.validation;

import java.util.List;

/**
 * What came of a recording.
 *
 * @param understood how the reference was read, for people
 * @param stretches in how many stretches the face was followed
 * @param methods the results, in the order of the methods
 */
record RecordingResult(
    String name,
    String person,
    String understood,
    int stretches,
    Alignment alignment,
    List<MethodResult> methods) {}
