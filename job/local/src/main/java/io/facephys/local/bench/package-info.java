/** The benchmark command and its tables. */
@NullMarked
package io.facephys.local.bench;

import org.jspecify.annotations.NullMarked;
