/** The engines beside other runtimes of the same model, on one clip in one run. */
@NullMarked
package io.facephys.measure.peers;

import org.jspecify.annotations.NullMarked;
