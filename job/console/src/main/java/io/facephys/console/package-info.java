/** What all commands share: the terminal, errors, Ctrl-C, temporary folders and plots. */
@NullMarked
package io.facephys.console;

import org.jspecify.annotations.NullMarked;
