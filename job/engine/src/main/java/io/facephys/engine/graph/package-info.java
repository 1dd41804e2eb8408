/** FacePhys as ONNX graphs that take a chunk of frames at once, built in memory from weights. */
@NullMarked
package io.facephys.engine.graph;

import org.jspecify.annotations.NullMarked;
