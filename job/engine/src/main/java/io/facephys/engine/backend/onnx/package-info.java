/** The engines that run on ONNX Runtime, frame by frame and in chunks. */
@NullMarked
package io.facephys.engine.backend.onnx;

import org.jspecify.annotations.NullMarked;
