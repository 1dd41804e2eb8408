/**
 * The pulse model, independent of Flink: it takes frames and a state and returns the wave and the
 * next state.
 */
@NullMarked
package io.facephys.engine;

import org.jspecify.annotations.NullMarked;
