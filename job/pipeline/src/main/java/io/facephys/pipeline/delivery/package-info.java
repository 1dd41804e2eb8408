/** Exactly-once delivery to Kafka that loses nothing when the broker aborts a transaction. */
@NullMarked
package io.facephys.pipeline.delivery;

import org.jspecify.annotations.NullMarked;
