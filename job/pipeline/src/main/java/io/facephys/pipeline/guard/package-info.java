/** Records that made the job fail, and how they are set aside. */
@NullMarked
package io.facephys.pipeline.guard;

import org.jspecify.annotations.NullMarked;
