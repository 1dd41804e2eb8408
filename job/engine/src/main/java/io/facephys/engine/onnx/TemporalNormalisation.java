package io.facephys.engine.onnx;

import static io.facephys.engine.weights.PulseWeights.CHANNELS;
import static io.facephys.engine.weights.PulseWeights.TemporalNormalisation.EPSILON;
import static io.facephys.engine.weights.PulseWeights.TemporalNormalisation.MIN_KEPT;

import io.facephys.engine.ModelFormatException;
import io.facephys.engine.weights.PulseWeights;
import io.facephys.engine.weights.StateTensor;
import io.facephys.engine.weights.TensorNames;
import io.facephys.engine.weights.Weight;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * The temporal normalisations (TNM) of all layers of a graph, for T frames at once.
 *
 * <p>An exponential mean of a channel is a matrix product: with d = rate * dt, mean_t = sum over s
 * <= t of L[t, s] x_s, L[t, s] = d_s * prod(1 - d_k, k = s + 1..t), plus P_t = prod(1 - d_k, k =
 * 0..t) times the mean before the chunk. The products are differences of a running sum of
 * logarithms (which is why 1 - d has a lower bound above 0). So x - mean is one product with [-P, I
 * - L] over the mean before the chunk and the frames, and the mean square is another, whose matrix
 * includes gain and eps.
 */
final class TemporalNormalisation {
  private static final double MIN_GAIN = 1e-6; // the square of a gain is a divisor

  private final StatefulGraph graph;
  private final List<String> centring; // one per layer, [32, T, 1 + T]: -P, I - L
  private final List<String> squaring; // one per layer, [32, T, 2 + T]: (eps, P, L) / gain^2

  private final List<PulseWeights.TemporalNormalisation> layers;
  private final int firstLayer;

  /** Writes the small matrices of the layers from {@code firstLayer} to before {@code endLayer}. */
  TemporalNormalisation(StatefulGraph graph, PulseWeights weights, int firstLayer, int endLayer) {
    this.graph = graph;
    this.firstLayer = firstLayer;
    layers =
        weights.convolutions().subList(firstLayer, endLayer).stream()
            .map(PulseWeights.StateConvolution::normalisation)
            .toList();
    Weight rate = column(PulseWeights.TemporalNormalisation::rate);
    Weight gain = column(PulseWeights.TemporalNormalisation::gain);
    long channels = rate.size(0);
    long[] sizes = new long[layers.size()];
    Arrays.fill(sizes, CHANNELS);

    String d = graph.multiply(graph.constant(rate), TensorNames.INTERVALS); // [channels, 1, T]
    String kept = graph.op("Max", graph.subtract(graph.scalar(1), d), graph.scalar(MIN_KEPT));
    String sums = graph.runningSum(graph.op("Log", kept), 2); // [channels, 1, T]
    String sumsDown = graph.reshape(sums, channels, -1, 1); // [channels, T, 1]
    String products = graph.triangle(graph.op("Exp", graph.subtract(sumsDown, sums)), false);
    String mean = // [channels, T, 1 + T]: P, L
        graph.concat(2, graph.op("Exp", sumsDown), graph.multiply(products, d));
    String shifted =
        graph.eyeLike(graph.op("Squeeze", graph.slice(mean, 0, 0, 1), graph.integers(0)), 1);
    centring = graph.split(graph.subtract(shifted, mean), 0, sizes);

    Weight perGain = gain.map(TemporalNormalisation::perSquared);
    String epsilon =
        graph.op(
            "Expand",
            graph.constant(perGain.map(value -> EPSILON * value)),
            graph.op("Shape", sumsDown));
    squaring =
        graph.split(
            graph.concat(2, epsilon, graph.multiply(mean, graph.constant(perGain))), 0, sizes);
  }

  /**
   * Writes one layer.
   *
   * @param frames [T, 32, rows, columns] or [T, 32, rows * columns]
   * @param pixels rows and columns
   * @return [T, 32, rows, columns], normalised and multiplied by the {@link #sign} of the gain
   */
  String write(int layer, String frames, int pixels) {
    String meanSquare = graph.stateBefore(StateTensor.MEAN_SQUARE.of(layer));
    String mean = graph.stateBefore(StateTensor.MEAN.of(layer));
    long area = (long) pixels * pixels;
    String meanBefore = graph.reshape(graph.transpose(mean, 0, 4, 1, 2, 3), 1, CHANNELS, area);
    String all = // [1 + T, 32, area], the mean before the chunk, then the frames
        graph.concat(0, meanBefore, graph.reshape(frames, -1, CHANNELS, area));
    // ONNX Runtime fuses a product with the transposition of its operand, so no data is moved.
    String centred = // [32, T, area]
        graph.matMul(centring.get(layer - firstLayer), graph.transpose(all, 1, 0, 2));
    String one = graph.constant(Weight.of(ones(CHANNELS * (int) area), CHANNELS, 1, (int) area));
    String squareBefore =
        graph.reshape(graph.transpose(meanSquare, 4, 0, 1, 2, 3), CHANNELS, 1, area);
    String squares = graph.concat(1, one, squareBefore, graph.multiply(centred, centred));
    String variance =
        graph.matMul(squaring.get(layer - firstLayer), squares); // (mean square + eps) / gain^2
    String divided = graph.divide(centred, graph.op("Sqrt", variance));

    PulseWeights.TemporalNormalisation weights = layers.get(layer - firstLayer);
    Weight gain = weights.gain();
    Weight signedOffset = weights.offset().scaled(0, sign(weights));
    String shifted = graph.add(divided, graph.constant(signedOffset.reshaped(CHANNELS, 1, 1)));
    Weight squaredGain = gain.map(value -> (double) value * value).reshaped(CHANNELS, 1, 1);
    String nextMeanSquare =
        graph.subtract(
            graph.multiply(graph.last(variance, 1), graph.constant(squaredGain)),
            graph.scalar(EPSILON));
    String nextMean = // what centring subtracted from the last frame
        graph.subtract(
            graph.last(all, 0), graph.reshape(graph.last(centred, 1), 1, CHANNELS, area));
    String normalised =
        graph.reshape(graph.transpose(shifted, 1, 0, 2), -1, CHANNELS, pixels, pixels);
    graph.setStateAfter(StateTensor.MEAN_SQUARE.of(layer), channelsLast(nextMeanSquare, pixels));
    graph.setStateAfter(StateTensor.MEAN.of(layer), channelsLast(nextMean, pixels));
    return normalised;
  }

  /**
   * Signs of the gains [32]; the kernels of the layers after the normalisation must be multiplied
   * by them.
   */
  static Weight sign(PulseWeights.TemporalNormalisation weights) {
    return weights.gain().map(Math::signum);
  }

  // [..., 32, ...] of rows * columns -> [1, 1, rows, columns, 32]
  private String channelsLast(String state, int pixels) {
    return graph.transpose(graph.reshape(state, 1, CHANNELS, 1, pixels, pixels), 0, 2, 3, 4, 1);
  }

  private Weight column(Function<PulseWeights.TemporalNormalisation, Weight> part) {
    Weight all = Weight.concat(layers.stream().map(part).toArray(Weight[]::new));
    return all.reshaped(all.size(0), 1, 1);
  }

  private static double perSquared(float gain) {
    if (Math.abs(gain) < MIN_GAIN) {
      throw new ModelFormatException(
          "a normalisation's gain is %s; at least %s is needed".formatted(gain, MIN_GAIN));
    }
    return 1 / ((double) gain * gain);
  }

  private static float[] ones(int size) {
    float[] ones = new float[size];
    Arrays.fill(ones, 1);
    return ones;
  }
}
