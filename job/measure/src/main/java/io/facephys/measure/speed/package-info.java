/** Measures the whole path from Kafka to Kafka, and memory: the command {@code bench}. */
@NullMarked
package io.facephys.measure.speed;

import org.jspecify.annotations.NullMarked;
