/**
 * Runs models in ONNX Runtime: any ONNX file frame by frame, FacePhys weights in graphs of a chunk
 * that are built in memory.
 */
@NullMarked
package io.facephys.engine.onnx;

import org.jspecify.annotations.NullMarked;
