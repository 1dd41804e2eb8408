/** From a chunk and the stored state to a wave and the next state. */
@NullMarked
package io.facephys.pipeline.pulse;

import org.jspecify.annotations.NullMarked;
