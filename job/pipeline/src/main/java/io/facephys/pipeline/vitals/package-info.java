/** The operator that makes vital signs and beats from waves. */
@NullMarked
package io.facephys.pipeline.vitals;

import org.jspecify.annotations.NullMarked;
