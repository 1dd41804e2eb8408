/** What the user sees: terminal output, plots and error messages. */
@NullMarked
package io.facephys.local.view;

import org.jspecify.annotations.NullMarked;
