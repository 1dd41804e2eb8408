/** Pictures from files, network streams and webcams. */
@NullMarked
package io.facephys.camera.video;

import org.jspecify.annotations.NullMarked;
