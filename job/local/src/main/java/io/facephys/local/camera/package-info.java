/** Sources of frames: simulated faces and recorded clips. */
@NullMarked
package io.facephys.local.camera;

import org.jspecify.annotations.NullMarked;
