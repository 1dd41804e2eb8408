/** Pulse rates and other measures of a wave, and a wave that needs no trained model. */
@NullMarked
package io.facephys.engine.signal;

import org.jspecify.annotations.NullMarked;
