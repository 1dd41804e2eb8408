package io.facephys.engine.onnx;

import static io.facephys.engine.weights.PulseWeights.CHANNELS;
import static io.facephys.engine.weights.PulseWeights.WIDE_CHANNELS;

import io.facephys.engine.weights.PulseWeights;
import io.facephys.engine.weights.PulseWeights.Convolution;
import io.facephys.engine.weights.Weight;

/**
 * A convolution of a frame to which the result of a state space model is added (SSConv), for T
 * frames at once.
 */
final class StateConvolution {
  private static final long[] NO_PADDING = new long[4];
  private static final long[] PADDING_3X3 = {1, 1, 1, 1};

  private final StatefulGraph graph;
  private final TemporalNormalisation normalisation;
  private final PulseWeights.StateConvolution weights;
  private final int pixels;
  private final int layer;

  StateConvolution(
      StatefulGraph graph, TemporalNormalisation normalisation, PulseWeights weights, int layer) {
    this.graph = graph;
    this.normalisation = normalisation;
    this.weights = weights.convolutions().get(layer);
    pixels = weights.blocks().get(layer / 2).pixels();
    this.layer = layer;
  }

  /**
   * Writes the layer.
   *
   * @param x [T, 32, rows, columns] or [T, 32, rows * columns]
   * @return [T, 32, rows, columns]
   */
  String write(String x) {
    String normalised = normalisation.write(layer, x, pixels);
    Weight sign = TemporalNormalisation.sign(weights.normalisation());
    String features = convolved(normalised, weights.features(), sign);
    Weight pointwise =
        weights.pointwise().kernel().transposed(1, 0).reshaped(WIDE_CHANNELS, CHANNELS, 1, 1);
    String wide =
        graph.relu6(
            graph.convolution(features, 1, NO_PADDING, pointwise, weights.pointwise().bias()));
    String means = graph.reshape(graph.op("GlobalAveragePool", wide), 1, -1, WIDE_CHANNELS);
    PulseWeights.StateSpaceModel model = weights.projectedModel();
    PulseWeights.StateSpaceModel signed = model.with(model.input(), model.output().scaled(1, sign));
    String added = new StateSpaceModel(graph, signed, layer).write(means);
    String sum = graph.add(normalised, graph.reshape(added, -1, CHANNELS, 1, 1));
    return graph.relu6(convolved(sum, weights.output(), sign));
  }

  // 3 x 3 convolution of [T, 32, rows, columns] whose channels have been multiplied by sign
  private String convolved(String x, Convolution convolution, Weight sign) {
    Weight kernel = convolution.kernel().scaled(2, sign).transposed(3, 2, 0, 1);
    return graph.convolution(x, 1, PADDING_3X3, kernel, convolution.bias());
  }
}
