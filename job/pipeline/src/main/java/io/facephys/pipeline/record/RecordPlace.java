package io.facephys.pipeline.record;

import io.facephys.engine.Internal;

/** Where a record is in Kafka. */
@Internal
public record RecordPlace(String topic, int partition, long offset) {}
