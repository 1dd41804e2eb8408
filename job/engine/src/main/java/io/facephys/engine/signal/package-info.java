/** What is read from a wave: the pulse rate. */
@NullMarked
package io.facephys.engine.signal;

import org.jspecify.annotations.NullMarked;
