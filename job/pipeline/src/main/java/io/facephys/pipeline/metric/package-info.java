/** Metrics that several operators share. */
@NullMarked
package io.facephys.pipeline.metric;

import org.jspecify.annotations.NullMarked;
