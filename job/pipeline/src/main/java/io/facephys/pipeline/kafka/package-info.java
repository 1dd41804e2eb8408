/** Kafka sources and sinks, decoders and serializers of records. */
@NullMarked
package io.facephys.pipeline.kafka;

import org.jspecify.annotations.NullMarked;
