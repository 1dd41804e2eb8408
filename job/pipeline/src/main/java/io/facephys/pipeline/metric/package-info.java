/** How the job measures itself. */
@NullMarked
package io.facephys.pipeline.metric;

import org.jspecify.annotations.NullMarked;
