/** The operator that makes vital signs and beats from waves. */
@Internal
@NullMarked
package io.facephys.pipeline.vitals;

import io.facephys.engine.Internal;
import org.jspecify.annotations.NullMarked;
