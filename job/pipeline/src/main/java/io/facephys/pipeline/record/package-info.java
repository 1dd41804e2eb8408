/** What travels between operators. */
@NullMarked
package io.facephys.pipeline.record;

import org.jspecify.annotations.NullMarked;
