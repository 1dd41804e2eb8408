/** Turns chunks and stored state into waves and the next state. */
@NullMarked
package io.facephys.pipeline.pulse;

import org.jspecify.annotations.NullMarked;
