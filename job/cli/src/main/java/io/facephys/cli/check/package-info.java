/** The command {@code check}: whether cameras keep the contract. */
@NullMarked
package io.facephys.cli.check;

import org.jspecify.annotations.NullMarked;
