/** The commands {@code camera} and {@code paint}. */
@NullMarked
package io.facephys.cli.capture;

import org.jspecify.annotations.NullMarked;
