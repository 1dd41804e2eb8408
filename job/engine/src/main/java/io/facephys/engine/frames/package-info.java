/** What the pixels of frames say before a model sees them: faults, brightness, mean colours. */
@NullMarked
package io.facephys.engine.frames;

import org.jspecify.annotations.NullMarked;
