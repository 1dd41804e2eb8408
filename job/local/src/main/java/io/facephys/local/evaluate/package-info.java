/** Methods against the truth, on a folder of clips. Start at {@code EvaluateCommand}. */
@NullMarked
package io.facephys.local.evaluate;

import org.jspecify.annotations.NullMarked;
