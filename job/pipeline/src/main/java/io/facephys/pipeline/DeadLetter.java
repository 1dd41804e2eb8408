package io.facephys.pipeline;

/**
 * A record that the job cannot use, whole, for the dead-letter topic.
 *
 * @param record as it came
 * @param reason what was expected and what was found
 */
public record DeadLetter(RawRecord record, String reason) {}
