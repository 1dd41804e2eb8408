package io.facephys.engine.onnx;

import io.facephys.engine.Frames;
import io.facephys.engine.weights.PulseWeights;
import io.facephys.engine.weights.PulseWeights.Convolution;
import io.facephys.engine.weights.Weight;

/**
 * A stage of the model at one resolution: two state convolutions, the sum of their result and the
 * block's input, downsampling, which includes the projection of the next block.
 */
final class Block {
  private final OnnxGraph graph;
  private final int pixels;
  private final Convolution downsampling;
  private final StateConvolution first;
  private final StateConvolution second;

  Block(StatefulGraph graph, TemporalNormalisation normalisation, PulseWeights weights, int block) {
    this.graph = graph;
    pixels = weights.blocks().get(block).pixels();
    downsampling = weights.projectedDownsampling(block);
    first = new StateConvolution(graph, normalisation, weights, 2 * block);
    second = new StateConvolution(graph, normalisation, weights, 2 * block + 1);
  }

  /**
   * Writes the block.
   *
   * @param x [T, 32, rows, columns], projected
   * @return half the rows and columns, rounded up
   */
  String write(String x) {
    String sum = graph.add(second.write(first.write(x)), x);
    return downsampled(sum, downsampling.kernel(), downsampling.bias());
  }

  /**
   * Writes the first block.
   *
   * @param frames [T, rows, columns, 3], not projected
   * @param projection [3, 32], of the frames
   */
  String writeFirst(String frames, Weight projection) {
    Weight outIn = projection.transposed(1, 0); // [32, 3]
    String channelsFirst = graph.transpose(frames, 0, 3, 1, 2); // [T, 3, rows, columns]
    String projected = // [T, 32, rows * columns]
        graph.matMul(
            graph.constant(outIn),
            graph.reshape(channelsFirst, -1, Frames.CHANNELS, (long) pixels * pixels));
    String y = second.write(first.write(projected));
    // The block adds its projected input to y and downsamples the sum. For the input, one
    // convolution does both the projection and the downsampling.
    Weight ofInput = // [2, 2, 3, 32]
        downsampling.kernel().transposed(0, 1, 3, 2).times(outIn).transposed(0, 1, 3, 2);
    return graph.add(
        downsampled(y, downsampling.kernel()),
        downsampled(channelsFirst, ofInput, downsampling.bias()));
  }

  private String downsampled(String x, Weight kernel, Weight... bias) {
    int odd = pixels % 2;
    Weight outIn = kernel.transposed(3, 2, 0, 1);
    Weight[] kernelAndBias =
        bias.length == 0 ? new Weight[] {outIn} : new Weight[] {outIn, bias[0]};
    return graph.convolution(x, 2, new long[] {0, 0, odd, odd}, kernelAndBias);
  }
}
