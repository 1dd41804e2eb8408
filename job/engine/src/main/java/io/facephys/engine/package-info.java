/** The model without Flink: frames and a state go in, the wave and the next state come out. */
@NullMarked
package io.facephys.engine;

import org.jspecify.annotations.NullMarked;
