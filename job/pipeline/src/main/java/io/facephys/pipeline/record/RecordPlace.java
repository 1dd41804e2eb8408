package io.facephys.pipeline.record;

/**
 * Where a record is in Kafka.
 *
 * @param topic where it was read
 * @param partition of the topic
 * @param offset in the partition
 */
public record RecordPlace(String topic, int partition, long offset) {}
