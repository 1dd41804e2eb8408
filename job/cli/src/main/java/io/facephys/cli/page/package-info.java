/** The live page and its server: the command {@code dashboard}. */
@NullMarked
package io.facephys.cli.page;

import org.jspecify.annotations.NullMarked;
