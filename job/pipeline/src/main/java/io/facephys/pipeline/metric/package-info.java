/** Metrics that several operators share. */
@Internal
@NullMarked
package io.facephys.pipeline.metric;

import io.facephys.engine.Internal;
import org.jspecify.annotations.NullMarked;
