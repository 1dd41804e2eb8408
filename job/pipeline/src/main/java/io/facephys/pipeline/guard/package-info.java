/** Sets aside the records on which the job fails. */
@NullMarked
package io.facephys.pipeline.guard;

import org.jspecify.annotations.NullMarked;
