/** Groups of options that several commands share. */
@NullMarked
package io.facephys.local.arguments;

import org.jspecify.annotations.NullMarked;
