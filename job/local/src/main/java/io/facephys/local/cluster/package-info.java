/** Kafka and Flink on this machine, and how they are stopped. */
@NullMarked
package io.facephys.local.cluster;

import org.jspecify.annotations.NullMarked;
