/**
 * A Flink cluster of processes on this machine, with ZooKeeper and Kafka: a place to rehearse
 * operations, and the rig of the tests that kill processes. Production does not use it.
 */
@NullMarked
package io.facephys.operations.cluster;

import org.jspecify.annotations.NullMarked;
