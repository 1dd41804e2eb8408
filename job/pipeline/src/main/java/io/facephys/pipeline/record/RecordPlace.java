package io.facephys.pipeline.record;

import io.facephys.engine.Internal;

/**
 * Where a record is in Kafka.
 *
 * @param topic the topic's name
 * @param partition the partition of the topic, from 0
 * @param offset the record's offset in the partition
 */
@Internal
public record RecordPlace(String topic, int partition, long offset) {}
