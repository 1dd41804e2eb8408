/** Painted video of people whose pulse is known. */
@NullMarked
package io.facephys.camera.portrait;

import org.jspecify.annotations.NullMarked;
