/** The commands {@code job}, {@code produce} and {@code watch}. */
@NullMarked
package io.facephys.cli.command;

import org.jspecify.annotations.NullMarked;
