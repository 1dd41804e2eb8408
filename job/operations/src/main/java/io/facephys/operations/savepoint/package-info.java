/**
 * The commands {@code state ...}, for checkpoints and savepoints of any Flink cluster: {@code
 * check} says whether one is whole; the others read and change subjects' states in savepoints, with
 * Flink's State Processor API.
 */
@NullMarked
package io.facephys.operations.savepoint;

import org.jspecify.annotations.NullMarked;
