/** Compares waves and vital signs with the true pulse of clips: the command {@code evaluate}. */
@NullMarked
package io.facephys.measure.accuracy;

import org.jspecify.annotations.NullMarked;
