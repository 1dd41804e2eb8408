package io.facephys.engine.onnx;

import io.facephys.engine.weights.TensorNames;

/**
 * A graph that computes the model, or some of its blocks.
 *
 * <p>Its other input is {@link TensorNames#INTERVALS} [frames]. Its state tensors are inputs named
 * {@link TensorNames#state} and outputs named {@link TensorNames#nextState}.
 *
 * @param model ONNX
 * @param input frames, or the features from the part before
 * @param output features, or the wave
 * @param firstState number of its first state tensor
 * @param endState number after that of its last state tensor
 */
public record GraphPart(byte[] model, Port input, Port output, int firstState, int endState) {}
