/** The command {@code validate}: a camera's pulse beside a sensor's, at the user's own place. */
@NullMarked
package io.facephys.cli.validate;

import org.jspecify.annotations.NullMarked;
