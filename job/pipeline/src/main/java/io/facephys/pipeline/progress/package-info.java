/** Keeps track of what has arrived in Kafka, what was read of it, and what was deleted unread. */
@Internal
@NullMarked
package io.facephys.pipeline.progress;

import io.facephys.engine.Internal;
import org.jspecify.annotations.NullMarked;
