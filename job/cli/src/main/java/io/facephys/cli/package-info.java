/**
 * The launcher, {@code ./facephys}. Each of its commands is one class in a package below, or in the
 * modules {@code operations} and {@code measure}.
 */
@NullMarked
package io.facephys.cli;

import org.jspecify.annotations.NullMarked;
