/**
 * FacePhys weights, read from HDF5 files with the Keras names of the published one, and what both
 * engines have in common: the model's constants, its merged layers, and the order, the names and
 * the initial values of its state tensors.
 */
@NullMarked
package io.facephys.engine.weights;

import org.jspecify.annotations.NullMarked;
