/** The rule of time, without Flink: which chunk is taken when, and which of its frames. */
@NullMarked
package io.facephys.pipeline.time;

import org.jspecify.annotations.NullMarked;
