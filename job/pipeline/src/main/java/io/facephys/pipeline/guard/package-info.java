/** Sets aside the records on which the job fails. */
@Internal
@NullMarked
package io.facephys.pipeline.guard;

import io.facephys.engine.Internal;
import org.jspecify.annotations.NullMarked;
