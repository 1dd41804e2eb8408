/** Keeps track of what has arrived in Kafka, what was read of it, and what was deleted unread. */
@NullMarked
package io.facephys.pipeline.progress;

import org.jspecify.annotations.NullMarked;
