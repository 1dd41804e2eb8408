/** Kafka and Flink on this machine, for tests, the demo and the bench. */
@NullMarked
package io.facephys.testbed;

import org.jspecify.annotations.NullMarked;
