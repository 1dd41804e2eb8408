/** The backend that runs models in ONNX Runtime, frame by frame or in whole chunks. */
@NullMarked
package io.facephys.engine.backend.onnx;

import org.jspecify.annotations.NullMarked;
