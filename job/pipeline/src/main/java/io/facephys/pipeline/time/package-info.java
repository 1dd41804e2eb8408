/**
 * The rule of time, without Flink: which chunk is processed when, which of its frames are used, and
 * what the model is shown of them.
 */
@NullMarked
package io.facephys.pipeline.time;

import org.jspecify.annotations.NullMarked;
