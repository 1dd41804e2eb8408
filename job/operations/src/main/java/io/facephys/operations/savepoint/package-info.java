/**
 * The commands {@code state ...}: reads and changes subjects' states in savepoints, with Flink's
 * State Processor API.
 */
@NullMarked
package io.facephys.operations.savepoint;

import org.jspecify.annotations.NullMarked;
