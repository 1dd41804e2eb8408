package io.facephys.engine.kernel;

import static io.facephys.engine.kernel.Vectors.FLOATS;
import static io.facephys.engine.kernel.Vectors.LANES;
import static io.facephys.engine.kernel.Vectors.all;
import static io.facephys.engine.kernel.Vectors.load;
import static io.facephys.engine.weights.PulseWeights.StateSpaceModel.NOMINAL_RATE_HZ;

import io.facephys.engine.kernel.MatMul.Matrix;
import io.facephys.engine.weights.PulseWeights;
import io.facephys.engine.weights.Weight;
import jdk.incubator.vector.FloatVector;

/**
 * A selective state space model (Mamba-2) with complex states, frame by frame: S = exp((A + iF) dt)
 * S + dt x B, y = S C + skip x; then the gate and the root mean square normalisation.
 *
 * <p>Its projections run over all frames together, so that their weights are read once.
 */
final class StateSpaceModel {
  private static final int TAPS = PulseWeights.StateSpaceModel.TAPS;
  private static final int COLUMNS = 64; // columns of a projection are padded to a multiple
  private static final float EPSILON = (float) PulseWeights.StateSpaceModel.EPSILON;

  private final int heads;
  private final int size; // values of x per head
  private final int states; // per value of x
  private final int inner; // heads * size
  private final int convolved; // x, B and C
  private final int stateAt;
  private final Matrix input;
  private final int inputs;
  private final Matrix output;
  private final float[] taps; // (tap, channel)
  private final float[] tapsBias;
  private final float[] decay; // A
  private final float[] frequency; // F
  private final float[] dtBias;
  private final float[] skip;
  private final float[] gain;

  /**
   * @param stateAt where the model's three tensors begin, which follow each other in the state
   */
  StateSpaceModel(PulseWeights.StateSpaceModel weights, int stateAt) {
    heads = weights.heads();
    size = weights.headSize();
    states = weights.states();
    inner = heads * size;
    convolved = inner + 2 * states;
    this.stateAt = stateAt;
    input = padded(weights.input());
    output = padded(weights.output());
    inputs = weights.input().size(0);
    taps = weights.taps().values();
    tapsBias = weights.tapsBias().values();
    decay = weights.decay().values();
    frequency = weights.frequency().values();
    dtBias = weights.dtBias().values();
    skip = weights.realSkip().values();
    gain = weights.gain().values();
  }

  private static Matrix padded(Weight weight) {
    int rows = weight.size(0);
    int columns = weight.size(1);
    Matrix padded = Matrix.zeros(rows, (columns + COLUMNS - 1) / COLUMNS * COLUMNS);
    float[] values = weight.values();
    for (int row = 0; row < rows; row++) {
      System.arraycopy(values, row * columns, padded.values(), row * padded.stride(), columns);
    }
    return padded;
  }

  /** Memory for one model and a number of frames. */
  final class ModelWorkspace {
    private final Matrix projected; // (frame, gate, then x, B and C, then dt)
    private final Matrix causal; // (frame, x, B and C)
    private final Matrix y; // (frame, head, real or imaginary part, value)
    private final Matrix gated; // as y
    private final Matrix result;

    ModelWorkspace(int frames) {
      int rows = MatMul.padded(frames);
      projected = Matrix.zeros(rows, input.stride());
      causal = Matrix.zeros(frames, convolved);
      y = Matrix.zeros(frames, 2 * inner);
      gated = Matrix.zeros(rows, 2 * inner);
      result = Matrix.zeros(rows, output.stride());
    }

    /** The results, (frame, channel). */
    Matrix result() {
      return result;
    }
  }

  /**
   * Processes frames in their order and updates the state.
   *
   * @param x (frame, channel), with rows up to {@link MatMul#padded}
   */
  void run(Pass pass, Matrix x, ModelWorkspace work) {
    int frames = pass.count();
    MatMul.multiply(frames, inputs, x, input, work.projected);
    for (int frame = 0; frame < frames; frame++) {
      int at = frame * input.stride() + 2 * inner;
      causalConvolution(
          work.projected.values(), at, pass.state(), work.causal.values(), frame * convolved);
    }
    // A head's states stay in the first cache while its frames pass.
    for (int head = 0; head < heads; head++) {
      for (int frame = 0; frame < frames; frame++) {
        float interval = (float) (pass.interval(frame) * NOMINAL_RATE_HZ);
        float raw = work.projected.values()[frame * input.stride() + 2 * inner + convolved + head];
        float dt = Math.min((float) Math.exp(raw + dtBias[head]), 6f) * interval; // ReLU6
        advance(head, frame, dt, pass.state(), work);
      }
    }
    for (int frame = 0; frame < frames; frame++) {
      gate(work, frame);
    }
    MatMul.multiply(frames, 2 * inner, work.gated, output, work.result);
  }

  /** The causal convolution of the last four inputs, which are kept, and ReLU6. */
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
  private void advance(int head, int frame, float dt, float[] state, ModelWorkspace work) {
    double kept = Math.exp((double) decay[head] * dt);
    double angle = (double) frequency[head] * dt;
    FloatVector turnReal = all((float) (kept * Math.cos(angle)));
    FloatVector turnImaginary = all((float) (kept * Math.sin(angle)));
    FloatVector guard = all(Vectors.DENORMAL_GUARD);
    float[] causal = work.causal.values();
    int xAt = frame * convolved;
    int bAt = (xAt + inner) & Vectors.INDEX;
    int cAt = (xAt + inner + states) & Vectors.INDEX;
    for (int i = 0; i < size; i++) {
      int row = head * size + i;
      float x = causal[xAt + row];
      FloatVector added = all(dt * x);
      int real = (stateAt + row * states) & Vectors.INDEX;
      int imaginary = (real + inner * states) & Vectors.INDEX;
      FloatVector sumReal = FloatVector.zero(FLOATS);
      FloatVector sumImaginary = FloatVector.zero(FLOATS);
      for (int n = 0; n < states; n += LANES) {
        FloatVector re = load(state, real + n);
        FloatVector im = load(state, imaginary + n);
        FloatVector b = load(causal, bAt + n);
        FloatVector c = load(causal, cAt + n);
        FloatVector newRe = re.fma(turnReal, added.fma(b, guard)).sub(im.mul(turnImaginary));
        FloatVector newIm = re.fma(turnImaginary, im.fma(turnReal, guard));
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

  private void gate(ModelWorkspace work, int frame) {
    float[] gates = work.projected.values();
    int at = frame * input.stride();
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
