/** The command {@code demo}: the whole path on this machine. */
@NullMarked
package io.facephys.cli.demo;

import org.jspecify.annotations.NullMarked;
