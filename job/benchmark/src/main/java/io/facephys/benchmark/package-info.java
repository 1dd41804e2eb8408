/** The engine and its peers, on one clip, in one run. */
@NullMarked
package io.facephys.benchmark;

import org.jspecify.annotations.NullMarked;
