/**
 * The test bed: a real Kafka broker and a real Flink cluster on this machine, with topics and
 * simulated cameras in the packages below. Tests, the demo and the bench stand on it.
 */
@NullMarked
package io.facephys.testbed;

import org.jspecify.annotations.NullMarked;
