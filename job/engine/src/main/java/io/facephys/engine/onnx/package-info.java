/** The engine on ONNX Runtime; the only package that knows it. */
@NullMarked
package io.facephys.engine.onnx;

import org.jspecify.annotations.NullMarked;
