package io.facephys.engine.graph;

/**
 * A graph that computes the model, or some of its blocks.
 *
 * <p>Beside its ports it takes {@link TensorNames#INTERVALS} [frames], and its state tensors in and
 * out, named {@link TensorNames#state} and {@link TensorNames#nextState}.
 *
 * @param model ONNX
 * @param input pictures, or the features of the part before
 * @param output features, or the wave
 * @param firstState number of its first state tensor
 * @param endState number after that of its last state tensor
 */
@SuppressWarnings("ArrayRecordComponent") // on its way to ONNX Runtime; nobody compares it
public record GraphPart(byte[] model, Port input, Port output, int firstState, int endState) {}
