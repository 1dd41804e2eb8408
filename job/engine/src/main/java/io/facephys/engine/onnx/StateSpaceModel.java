package io.facephys.engine.onnx;

import static io.facephys.engine.weights.PulseWeights.StateSpaceModel.EPSILON;
import static io.facephys.engine.weights.PulseWeights.StateSpaceModel.NOMINAL_RATE_HZ;
import static io.facephys.engine.weights.PulseWeights.StateSpaceModel.TAPS;

import io.facephys.engine.weights.PulseWeights;
import io.facephys.engine.weights.StateTensor;
import io.facephys.engine.weights.TensorNames;
import io.facephys.engine.weights.Weight;
import java.util.List;

/**
 * A selective state space model (Mamba-2) with complex states, for T frames at once.
 *
 * <p>Frame by frame, S_t = exp((A + iF) dt_t) S_t-1 + dt_t x_t B_t and y_t = S_t C_t. With the
 * running sums l of A dt and p of F dt that is, for all frames at once, y_t = exp(i p_t) (exp(l_t)
 * S_0 C_t + sum over s <= t of exp(l_t - l_s) (B_s C_t) exp(-i p_s) dt_s x_s): a product with a
 * real T x T matrix between a rotation of each x and one of each y. The new state is the same sum
 * at the last frame.
 */
final class StateSpaceModel {
  private final StatefulGraph graph;
  private final PulseWeights.StateSpaceModel weights;
  private final int layer;
  private final int heads;
  private final int size; // of x per head
  private final int states; // per value of x

  // Cosine and sine of an angle, [heads, 1, T] each.
  private record Rotation(String cos, String sin) {}

  // The steps of all frames: dt [heads, 1, T]; the running sums l and p together [heads, 2, T]; l
  // alone [heads, 1, T]; the rotation by p.
  private record Steps(String dt, String sums, String l, Rotation rotation) {}

  StateSpaceModel(StatefulGraph graph, PulseWeights.StateSpaceModel weights, int layer) {
    this.graph = graph;
    this.weights = weights;
    this.layer = layer;
    heads = weights.heads();
    size = weights.headSize();
    states = weights.states();
  }

  /**
   * Writes the model.
   *
   * @param frames [1, T, in]
   * @return [1, T, out]
   */
  String write(String frames) {
    String real = graph.stateBefore(StateTensor.REAL.of(layer));
    String imaginary = graph.stateBefore(StateTensor.IMAGINARY.of(layer));
    String tail = graph.stateBefore(StateTensor.TAIL.of(layer));
    long inner = 2L * heads * size;
    long convolved = (long) heads * size + 2L * states;
    String projected = graph.matMul(frames, graph.constant(weights.input()));
    List<String> inputs = graph.split(projected, 2, inner, convolved, heads); // [1, T, ...]
    String extended = graph.concat(1, tail, inputs.get(1)); // [1, 4 + T, convolved]
    List<String> xbc =
        graph.split(causalConvolution(extended), 0, (long) heads * size, states, states);
    String x = graph.reshape(xbc.get(0), heads, size, -1); // [heads, size, T]
    String b = graph.transpose(xbc.get(1), 1, 0); // [T, states]
    String c = xbc.get(2); // [states, T]
    Steps steps = steps(inputs.get(2));

    String carried = graph.concat(2, real, imaginary); // [1, heads, 2 size, states]
    String added = added(x, steps, steps.rotation);

    String y = y(x, added, b, c, steps, carried); // [1, inner, T]
    String gated =
        graph.multiply(graph.transpose(y, 0, 2, 1), graph.relu6(inputs.get(0))); // [1, T, inner]
    String result = graph.matMul(rootMeanSquareNormalised(gated), graph.constant(weights.output()));
    List<String> next = graph.split(nextState(added, b, steps, carried), 2, size, size);
    graph.setStateAfter(StateTensor.REAL.of(layer), next.get(0));
    graph.setStateAfter(StateTensor.IMAGINARY.of(layer), next.get(1));
    graph.setStateAfter(StateTensor.TAIL.of(layer), graph.slice(extended, 1, -TAPS, OnnxGraph.END));
    return result;
  }

  // [1, 4 + T, channels] -> [channels, T]. The state keeps one input more than the taps need; a
  // zero tap before those of the weights skips it.
  private String causalConvolution(String extended) {
    int channels = weights.tapsBias().size(0);
    Weight taps = // [1 + 4, channels] -> [channels, 1, 1, 5]
        Weight.concat(
                Weight.of(new float[channels], 1, channels),
                weights.taps().reshaped(TAPS, channels))
            .transposed(1, 0)
            .reshaped(channels, 1, 1, TAPS + 1);
    String image = graph.transpose(graph.op("Unsqueeze", extended, graph.integers(1)), 0, 3, 1, 2);
    String convolved = graph.convolution(image, channels, 1, new long[4], taps, weights.tapsBias());
    return graph.reshape(graph.relu6(convolved), channels, -1);
  }

  // raw: [1, T, heads]
  private Steps steps(String raw) {
    String shifted =
        graph.add(
            graph.transpose(raw, 2, 0, 1), graph.constant(weights.dtBias().reshaped(heads, 1, 1)));
    String dt =
        graph.multiply(
            graph.relu6(graph.op("Exp", shifted)),
            graph.multiply(TensorNames.INTERVALS, graph.scalar(NOMINAL_RATE_HZ)));
    Weight rates = // [heads, 2, 1]: A, F
        Weight.concat(weights.decay().reshaped(1, heads), weights.frequency().reshaped(1, heads))
            .transposed(1, 0)
            .reshaped(heads, 2, 1);
    String sums = graph.runningSum(graph.multiply(dt, graph.constant(rates)), 2);
    List<String> parts = graph.split(sums, 1, 1, 1);
    String p = parts.get(1);
    Rotation rotation = new Rotation(graph.op("Cos", p), graph.op("Sin", p));
    return new Steps(dt, sums, parts.get(0), rotation);
  }

  // What each frame adds to the state: x rotated by -p_s, times dt_s; [1, heads, 2 size, T]
  private String added(String x, Steps steps, Rotation rotation) {
    String back = graph.concat(1, rotation.cos, graph.op("Neg", rotation.sin)); // [heads, 2, T]
    String scale = graph.reshape(graph.multiply(back, steps.dt), heads, 2, 1, -1);
    String parts = graph.multiply(graph.reshape(x, heads, 1, size, -1), scale);
    return graph.reshape(parts, 1, heads, 2L * size, -1);
  }

  private String y(String x, String added, String b, String c, Steps steps, String state) {
    Rotation rotation = steps.rotation;
    String difference = graph.subtract(steps.l, graph.reshape(steps.l, heads, -1, 1));
    String mixing = // [heads, s, t], zero for s > t
        graph.multiply(graph.triangle(graph.op("Exp", difference), true), graph.matMul(b, c));
    String carried = graph.multiply(graph.matMul(state, c), graph.op("Exp", steps.l));
    List<String> parts = // before their rotation by p_t; [1, heads, size, T]
        graph.split(graph.add(graph.matMul(added, mixing), carried), 2, size, size);
    String real = parts.get(0);
    String imaginary = parts.get(1);

    Weight skip = weights.realSkip().reshaped(heads, 1, 1);
    String rotatedReal =
        graph.subtract(graph.multiply(real, rotation.cos), graph.multiply(imaginary, rotation.sin));
    String rotatedImaginary =
        graph.add(graph.multiply(real, rotation.sin), graph.multiply(imaginary, rotation.cos));
    String skipped = graph.add(rotatedReal, graph.multiply(x, graph.constant(skip)));
    return graph.reshape(graph.concat(2, skipped, rotatedImaginary), 1, 2L * heads * size, -1);
  }

  // ONNX Runtime fuses this pattern into one operator.
  private String rootMeanSquareNormalised(String x) {
    String meanSquare = graph.meanOfLast(graph.op("Pow", x, graph.scalar(2)));
    String root = graph.op("Sqrt", graph.add(meanSquare, graph.scalar(EPSILON)));
    return graph.multiply(graph.divide(x, root), graph.constant(weights.gain()));
  }

  // [1, heads, 2 size, states]
  private String nextState(String added, String b, Steps steps, String state) {
    List<String> end = graph.split(graph.last(steps.sums, 2), 1, 1, 1); // l and p of the last frame
    String toEnd = graph.op("Exp", graph.subtract(end.get(0), steps.l));
    String rotation = rotationMatrix(end.get(1));
    String decayedRotation = graph.multiply(rotation, graph.op("Exp", end.get(0)));
    String ofFrames = graph.matMul(graph.matMul(rotation, graph.multiply(added, toEnd)), b);
    return graph.add(ofFrames, graph.matMul(decayedRotation, state));
  }

  // Matrices [heads, 2 size, 2 size] that rotate real and imaginary parts by the angle [heads, 1,
  // 1].
  private String rotationMatrix(String angle) {
    float[] same = new float[4 * size * size];
    float[] crossed = new float[4 * size * size];
    for (int i = 0; i < size; i++) {
      same[i * 2 * size + i] = 1;
      same[(size + i) * 2 * size + size + i] = 1;
      crossed[i * 2 * size + size + i] = -1;
      crossed[(size + i) * 2 * size + i] = 1;
    }
    return graph.add(
        graph.multiply(constant(same), graph.op("Cos", angle)),
        graph.multiply(constant(crossed), graph.op("Sin", angle)));
  }

  private String constant(float[] matrix) {
    return graph.constant(Weight.of(matrix, 2 * size, 2 * size));
  }
}
