/** The launcher. Each of its commands is one class in a package below. */
@NullMarked
package io.facephys.local;

import org.jspecify.annotations.NullMarked;
