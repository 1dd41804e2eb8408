package io.facephys.engine.onnx;

import io.facephys.engine.weights.TensorNames;

/**
 * A graph that computes the model, or some of its blocks.
 *
 * <p>Its other input is {@link TensorNames#INTERVALS} [frames]. Its state tensors are inputs named
 * {@link TensorNames#state} and outputs named {@link TensorNames#nextState}.
 *
 * @param input frames, or the features from the part before
 * @param output features, or the wave
 * @param firstState index of its first state tensor
 * @param endState index after that of its last state tensor
 * @param model ONNX
 */
record GraphPart(Port input, Port output, int firstState, int endState, byte[] model) {}
