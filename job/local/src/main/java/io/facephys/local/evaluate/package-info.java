/** Scores methods on clips whose pulse is known. Start at {@code EvaluateCommand}. */
@NullMarked
package io.facephys.local.evaluate;

import org.jspecify.annotations.NullMarked;
