/** Finds faces in pictures and follows them from picture to picture. */
@NullMarked
package io.facephys.camera.face;

import org.jspecify.annotations.NullMarked;
