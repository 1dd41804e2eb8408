/**
 * Runs models in ONNX Runtime: any ONNX file frame by frame, and FacePhys weights in graphs that
 * take the frames of a chunk at once and are built in memory.
 *
 * <p>{@code Network}, {@code Block}, {@code StateConvolution}, {@code TemporalNormalisation} and
 * {@code StateSpaceModel} write the layers into a graph; the classes of the same names in package
 * {@code kernel} compute them.
 */
@Internal
@NullMarked
package io.facephys.engine.onnx;

import io.facephys.engine.Internal;
import org.jspecify.annotations.NullMarked;
