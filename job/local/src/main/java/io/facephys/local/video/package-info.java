/** Commands that read or write video. */
@NullMarked
package io.facephys.local.video;

import org.jspecify.annotations.NullMarked;
