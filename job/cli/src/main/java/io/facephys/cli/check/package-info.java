/** The command {@code check}: whether cameras keep the contract of topic {@code face-chunks}. */
@NullMarked
package io.facephys.cli.check;

import org.jspecify.annotations.NullMarked;
