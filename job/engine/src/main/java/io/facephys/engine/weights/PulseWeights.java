package io.facephys.engine.weights;

import io.facephys.engine.Frames;
import io.facephys.engine.ModelFormatException;
import java.util.ArrayList;
import java.util.List;

/**
 * The weights of FacePhys, by layer, and the constants of its layers, which no file holds. Matrices
 * are [in, out], convolutions [row, column, in, out]. Immutable, so all threads may share them.
 *
 * @param blocks at 36, 18, 9 and 5 pixels
 * @param headProjection [32, 32], from the spatial mean to the first of the head's models
 * @param headModels two, one after the other
 * @param output [32, 1], from the last of them to a sample of the wave
 * @param outputBias [1]
 */
public record PulseWeights(
    List<Block> blocks,
    Weight headProjection,
    List<StateSpaceModel> headModels,
    Weight output,
    Weight outputBias) {
  /** Rows and columns of a frame. */
  public static final int FRAME_PIXELS = 36;

  /** Values of a frame. */
  public static final int FRAME_VALUES = FRAME_PIXELS * FRAME_PIXELS * Frames.CHANNELS;

  /** Channels of the feature maps inside the model. */
  public static final int CHANNELS = 32;

  /** Channels of the pointwise convolutions' results, which the state space models read. */
  public static final int WIDE_CHANNELS = 64;

  private static final int[] PIXELS = {FRAME_PIXELS, 18, 9, 5};

  /** State convolutions of all blocks, two of each. */
  static final int CONVOLUTIONS = 2 * PIXELS.length;

  /**
   * A stage of the model at one resolution.
   *
   * @param pixels rows and columns of its feature maps
   * @param projection [3 or 32, 32]
   * @param convolutions two, one after the other; the block's input is added to the last one's
   *     output
   * @param downsampling 2 x 2 at every second pixel, padded at the bottom and the right if {@code
   *     pixels} is odd
   */
  public record Block(
      int pixels,
      Weight projection,
      List<StateConvolution> convolutions,
      Convolution downsampling) {}

  /**
   * A convolution of a frame to which the result of a state space model is added (SSConv).
   *
   * @param normalisation of each pixel over time
   * @param features 3 x 3, without an activation
   * @param pointwise 1 x 1 to 64 channels, then ReLU6 and the spatial mean
   * @param model from 64 channels to 64
   * @param projection [64, 32], of the model's result, which is added to every normalised pixel
   * @param output 3 x 3, then ReLU6
   */
  public record StateConvolution(
      TemporalNormalisation normalisation,
      Convolution features,
      Convolution pointwise,
      StateSpaceModel model,
      Weight projection,
      Convolution output) {
    /** The model with the projection merged into its own: from 64 channels to 32. */
    public StateSpaceModel projectedModel() {
      return model.with(model.input, model.output.times(projection));
    }
  }

  /** A kernel, and a bias per output channel. */
  public record Convolution(Weight kernel, Weight bias) {}

  /**
   * x becomes (x - mean) / sqrt(mean square + eps) * gain + offset, both means exponential over
   * time.
   *
   * @param logMemory [32], natural logarithm of the seconds in which the weight of earlier frames
   *     halves
   * @param gain [32]
   * @param offset [32]
   * @param mean [1, 1, rows, columns, 32], of the initial state
   * @param logMeanSquare natural logarithm, shape and use as {@code mean}
   */
  public record TemporalNormalisation(
      Weight logMemory, Weight gain, Weight offset, Weight mean, Weight logMeanSquare) {
    /** Added to the mean square. */
    public static final double EPSILON = 1e-5;

    /** Lower bound of {@code 1 - rate * dt}, the factor of the earlier means. */
    public static final double MIN_KEPT = 1e-7;

    private static final double LN_2 = 0.6931; // rounded so in the published model

    /** [32], per second: a frame after {@code dt} seconds counts {@code rate * dt} in a mean. */
    public Weight rate() {
      return logMemory.map(memory -> LN_2 / Math.exp(memory));
    }
  }

  /**
   * A selective state space model (Mamba-2) whose states are complex.
   *
   * @param input [in, 2 * heads * size + (heads * size + 2 * states) + heads]: the projection to
   *     the gate, then to x, B and C, then to dt
   * @param taps [1, 4, heads * size + 2 * states, 1], a causal convolution of x, B and C
   * @param tapsBias [heads * size + 2 * states]
   * @param rate [heads, 2], natural logarithm of the decay, and the frequency
   * @param dtBias [heads]
   * @param skip [heads, 2], the factor of x in the result (D); the second value is not used
   * @param gain [2 * heads * size], of the root mean square normalisation
   * @param output [2 * heads * size, out], the projection of the result
   * @param tail [1, 4, heads * size + 2 * states], of the initial state
   * @param state [1, 1, heads, size, states, 2], of the initial state, real and imaginary
   */
  public record StateSpaceModel(
      Weight input,
      Weight taps,
      Weight tapsBias,
      Weight rate,
      Weight dtBias,
      Weight skip,
      Weight gain,
      Weight output,
      Weight tail,
      Weight state) {
    /** Taps of the causal convolution. */
    public static final int TAPS = 4;

    /** Added to the mean square of the result. */
    public static final double EPSILON = 1e-5;

    /** The unit of dt is the interval at this rate. */
    public static final double NOMINAL_RATE_HZ = 30;

    /** [heads], real part of A. */
    public Weight decay() {
      return rate.every(2, 0).map(logDecay -> -Math.exp(logDecay));
    }

    /** [heads], imaginary part of A. */
    public Weight frequency() {
      return rate.every(2, 1);
    }

    /** [heads], the part of {@link #skip} that is used. */
    public Weight realSkip() {
      return skip.every(2, 0);
    }

    /** The same with other projections, for instance such as include the layers beside them. */
    public StateSpaceModel with(Weight newInput, Weight newOutput) {
      return new StateSpaceModel(
          newInput, taps, tapsBias, rate, dtBias, skip, gain, newOutput, tail, state);
    }

    /** Number of heads. */
    public int heads() {
      return state.size(2);
    }

    /** Values of x per head. */
    public int headSize() {
      return state.size(3);
    }

    /** States per value of x. */
    public int states() {
      return state.size(4);
    }
  }

  /** Whether a file has the form of weights that {@link #read} accepts: HDF5. */
  public static boolean isWeightsFile(byte[] file) {
    return WeightsFile.isHdf5(file);
  }

  /**
   * Reads a {@code *.weights.h5} with the published Keras names.
   *
   * @throws ModelFormatException if an array is missing or has another shape, or if the file is
   *     damaged
   */
  public static PulseWeights read(byte[] content) {
    try (WeightsFile file = WeightsFile.open(content)) {
      return new WeightsReader(file).read(PIXELS);
    }
  }

  /** The convolutions of all blocks, in the order in which a frame passes through them. */
  public List<StateConvolution> convolutions() {
    List<StateConvolution> all = new ArrayList<>();
    blocks.forEach(block -> all.addAll(block.convolutions()));
    return all;
  }

  /** Downsampling of a block, merged with the projection of the block after it. */
  public Convolution projectedDownsampling(int block) {
    Convolution own = blocks.get(block).downsampling();
    if (block + 1 == blocks.size()) {
      return own;
    }
    Weight next = blocks.get(block + 1).projection();
    Weight bias = own.bias().reshaped(1, CHANNELS).times(next).reshaped(CHANNELS);
    return new Convolution(own.kernel().times(next), bias);
  }

  /** The head's models, merged with the projections before and after them: from [32] to [1]. */
  public List<StateSpaceModel> projectedHeadModels() {
    StateSpaceModel first = headModels.get(0);
    StateSpaceModel last = headModels.get(1);
    return List.of(
        first.with(headProjection.times(first.input), first.output),
        last.with(last.input, last.output.times(output)));
  }
}
