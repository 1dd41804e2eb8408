package io.facephys.measure.validation;

import org.jspecify.annotations.Nullable;

/**
 * A recording of a person with its reference.
 *
 * @param name what the report calls it
 * @param person who is seen, as the user calls them
 * @param aheadSeconds how far the reference's clock is ahead; null to find it
 */
public record ValidationRecording(
    String name,
    String person,
    Camera camera,
    Reference reference,
    @Nullable Double aheadSeconds) {}
