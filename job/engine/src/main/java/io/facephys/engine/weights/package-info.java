/** Reads FacePhys weights from HDF5 files with the Keras names of the published one. */
@NullMarked
package io.facephys.engine.weights;

import org.jspecify.annotations.NullMarked;
