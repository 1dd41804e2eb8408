/**
 * FacePhys in Java's Vector API, without native code: {@code KernelModel} processes the chunks,
 * {@code Network} reads like the model's figure, its layers have the names that they have in
 * package {@code onnx}, and each kernel is a class of its own.
 *
 * <p>Feature maps are (row, column, channel), channels innermost. Each value of a frame is computed
 * by the same operations in the same order whatever the chunk, so any chunking gives the same wave,
 * bit for bit; so does any machine whose vectors have the same width.
 */
@NullMarked
package io.facephys.engine.kernel;

import org.jspecify.annotations.NullMarked;
