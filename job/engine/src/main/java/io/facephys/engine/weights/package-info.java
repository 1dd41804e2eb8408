/** FacePhys weights by name: HDF5 files with the published Keras names. */
@NullMarked
package io.facephys.engine.weights;

import org.jspecify.annotations.NullMarked;
