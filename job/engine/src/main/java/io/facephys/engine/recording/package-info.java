/**
 * Recorded frames with their capture times, from files, and the wave that a model computes of them.
 */
@NullMarked
package io.facephys.engine.recording;

import org.jspecify.annotations.NullMarked;
