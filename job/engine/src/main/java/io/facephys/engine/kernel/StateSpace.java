package io.facephys.engine.kernel;

import static io.facephys.engine.kernel.Vectors.FLOATS;
import static io.facephys.engine.kernel.Vectors.LANES;
import static io.facephys.engine.kernel.Vectors.all;
import static io.facephys.engine.kernel.Vectors.load;

import io.facephys.engine.kernel.Products.Matrix;
import io.facephys.engine.weights.PulseWeights.StateSpaceModel;
import io.facephys.engine.weights.Weight;
import jdk.incubator.vector.FloatVector;

/**
 * A selective state space model (Mamba-2) with complex states, frame by frame: S = exp((A + iF) dt)
 * S + dt x B, y = S C + skip x; then the gate and the root mean square normalisation.
 *
 * <p>Its projections run over all frames together, so that their weights are read once.
 */
final class StateSpace {
  private static final int TAPS = 4;
  private static final int COLUMNS = 64; // columns of a projection are padded to a multiple
  private static final double NOMINAL_RATE_HZ = 30; // steps are in units of 1/30 s
  private static final float EPSILON = 1e-5f;

  private final int heads;
  private final int size; // numbers of x per head
  private final int states; // per number of x
  private final int inner; // heads * size
  private final int convolved; // x, B and C
  private final int stateAt;
  private final Matrix input;
  private final int inputs;
  private final Matrix output;
  private final int outputs;
  private final float[] taps; // (tap, channel)
  private final float[] tapsBias;
  private final float[] decay; // A
  private final float[] frequency; // F
  private final float[] stepBias;
  private final float[] skip;
  private final float[] gain;

  /**
   * @param input [in, ...], which may include an earlier layer
   * @param output [..., out], which may include a later layer
   * @param stateAt where the model's states begin in the state's numbers: real parts, imaginary
   *     parts, last inputs of the causal convolution
   */
  StateSpace(StateSpaceModel weights, Weight input, Weight output, int stateAt) {
    heads = weights.heads();
    size = weights.headSize();
    states = weights.states();
    inner = heads * size;
    convolved = inner + 2 * states;
    this.stateAt = stateAt;
    this.input = padded(input);
    this.output = padded(output);
    inputs = input.size(0);
    outputs = output.size(1);
    taps = weights.taps().values();
    tapsBias = weights.tapsBias().values();
    decay = weights.rate().every(2, 0).map(rate -> -Math.exp(rate)).values();
    frequency = weights.rate().every(2, 1).values();
    stepBias = weights.stepBias().values();
    skip = weights.skip().every(2, 0).values();
    gain = weights.gain().values();
  }

  private static Matrix padded(Weight weight) {
    int rows = weight.size(0);
    int columns = weight.size(1);
    int step = (columns + COLUMNS - 1) / COLUMNS * COLUMNS;
    float[] values = new float[rows * step];
    for (int row = 0; row < rows; row++) {
      System.arraycopy(weight.values(), row * columns, values, row * step, columns);
    }
    return new Matrix(values, step);
  }

  /** Memory for one model and a number of frames. */
  final class ModelMemory {
    private final Matrix projected;
    private final Matrix gated;
    private final Matrix result;
    private final Matrix causal; // (frame, x, B and C)
    private final Matrix y; // (frame, head, real or imaginary part, number)

    ModelMemory(int frames) {
      int rows = Products.padded(frames);
      projected = new Matrix(new float[rows * input.step()], input.step());
      causal = new Matrix(new float[frames * convolved], convolved);
      y = new Matrix(new float[frames * 2 * inner], 2 * inner);
      gated = new Matrix(new float[rows * 2 * inner], 2 * inner);
      result = new Matrix(new float[rows * output.step()], output.step());
    }

    /** The results, (frame, number). */
    Matrix result() {
      return result;
    }
  }

  int outputs() {
    return outputs;
  }

  /**
   * Processes frames in their order and updates the state.
   *
   * @param x (frame, number), with rows up to {@link Products#padded}
   */
  void run(
      Matrix x, int frames, float[] intervalsSeconds, int first, float[] state, ModelMemory work) {
    Products.multiply(frames, input.step(), inputs, x, 0, input, 0, work.projected, 0);
    for (int frame = 0; frame < frames; frame++) {
      int at = frame * input.step() + 2 * inner;
      causalConvolution(
          work.projected.values(), at, state, work.causal.values(), frame * convolved);
    }
    // A head's states stay in the first cache while its frames pass.
    for (int head = 0; head < heads; head++) {
      for (int frame = 0; frame < frames; frame++) {
        float interval = (float) (intervalsSeconds[first + frame] * NOMINAL_RATE_HZ);
        float raw = work.projected.values()[frame * input.step() + 2 * inner + convolved + head];
        advance(head, frame, step(raw + stepBias[head]) * interval, state, work);
      }
    }
    for (int frame = 0; frame < frames; frame++) {
      gate(work, frame);
    }
    Products.multiply(frames, output.step(), 2 * inner, work.gated, 0, output, 0, work.result, 0);
  }

  private static float step(float raw) {
    return Math.min((float) Math.exp(raw), 6f);
  }

  /** Convolves the last four inputs, ReLU6, and keeps them. */
  private void causalConvolution(float[] inputs, int at, float[] state, float[] result, int to) {
    int tail = stateAt + 2 * inner * states;
    for (int channel = 0; channel < convolved; channel += LANES) {
      int oldest = tail + channel;
      FloatVector x1 = load(state, oldest + convolved);
      FloatVector x2 = load(state, oldest + 2 * convolved);
      FloatVector x3 = load(state, oldest + 3 * convolved);
      FloatVector x4 = load(inputs, at + channel);
      FloatVector sum = x1.fma(load(taps, channel), load(tapsBias, channel));
      sum = x2.fma(load(taps, convolved + channel), sum);
      sum = x3.fma(load(taps, 2 * convolved + channel), sum);
      sum = x4.fma(load(taps, (TAPS - 1) * convolved + channel), sum);
      Vectors.relu6(sum).intoArray(result, to + channel);
      x1.intoArray(state, oldest);
      x2.intoArray(state, oldest + convolved);
      x3.intoArray(state, oldest + 2 * convolved);
      x4.intoArray(state, oldest + 3 * convolved);
    }
  }

  /** One head, one frame: the new state, and y. */
  private void advance(int head, int frame, float dt, float[] state, ModelMemory work) {
    double kept = Math.exp((double) decay[head] * dt);
    double angle = (double) frequency[head] * dt;
    FloatVector turnReal = all((float) (kept * Math.cos(angle)));
    FloatVector turnImaginary = all((float) (kept * Math.sin(angle)));
    FloatVector speck = all(Vectors.SPECK);
    float[] causal = work.causal.values();
    int xAt = frame * convolved;
    int bAt = (xAt + inner) & Products.INDEX;
    int cAt = (xAt + inner + states) & Products.INDEX;
    for (int i = 0; i < size; i++) {
      int row = head * size + i;
      float x = causal[xAt + row];
      FloatVector added = all(dt * x);
      int real = (stateAt + row * states) & Products.INDEX;
      int imaginary = (real + inner * states) & Products.INDEX;
      FloatVector sumReal = FloatVector.zero(FLOATS);
      FloatVector sumImaginary = FloatVector.zero(FLOATS);
      for (int n = 0; n < states; n += LANES) {
        FloatVector re = load(state, real + n);
        FloatVector im = load(state, imaginary + n);
        FloatVector b = load(causal, bAt + n);
        FloatVector c = load(causal, cAt + n);
        FloatVector newRe = re.fma(turnReal, added.fma(b, speck)).sub(im.mul(turnImaginary));
        FloatVector newIm = re.fma(turnImaginary, im.fma(turnReal, speck));
        newRe.intoArray(state, real + n);
        newIm.intoArray(state, imaginary + n);
        sumReal = newRe.fma(c, sumReal);
        sumImaginary = newIm.fma(c, sumImaginary);
      }
      int to = frame * 2 * inner + 2 * head * size + i;
      work.y.values()[to] = Vectors.sum(sumReal) + skip[head] * x;
      work.y.values()[to + size] = Vectors.sum(sumImaginary);
    }
  }

  private void gate(ModelMemory work, int frame) {
    float[] gates = work.projected.values();
    int at = frame * input.step();
    float[] result = work.gated.values();
    int to = frame * 2 * inner;
    FloatVector squares = FloatVector.zero(FLOATS);
    for (int i = 0; i < 2 * inner; i += LANES) {
      FloatVector gated = load(work.y.values(), to + i).mul(Vectors.relu6(load(gates, at + i)));
      gated.intoArray(result, to + i);
      squares = gated.fma(gated, squares);
    }
    float scale = (float) (1 / Math.sqrt(Vectors.sum(squares) / (2 * inner) + EPSILON));
    for (int i = 0; i < 2 * inner; i += LANES) {
      load(result, to + i).mul(scale).mul(load(gain, i)).intoArray(result, to + i);
    }
  }
}
