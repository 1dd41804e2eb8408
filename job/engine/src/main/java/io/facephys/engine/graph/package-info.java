/**
 * Builds FacePhys in memory from its weights, as ONNX graphs that take a chunk of frames at once.
 */
@NullMarked
package io.facephys.engine.graph;

import org.jspecify.annotations.NullMarked;
