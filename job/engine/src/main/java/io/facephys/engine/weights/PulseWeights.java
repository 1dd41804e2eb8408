package io.facephys.engine.weights;

import io.facephys.engine.ModelFormatException;
import java.util.ArrayList;
import java.util.List;

/**
 * The weights of FacePhys, by layer. Matrices are [in, out], convolutions [row, column, in, out].
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
  /** Channels of the feature maps inside the model. */
  public static final int CHANNELS = 32;

  /** Input channels of a block's state space models. */
  public static final int WIDE_CHANNELS = 64;

  private static final int[] PIXELS = {36, 18, 9, 5};

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
   * A convolution whose input is adjusted by a state space model (SSConv).
   *
   * @param normalisation of each pixel over time
   * @param features 3 x 3, without an activation
   * @param widening 1 x 1 to 64 channels, then ReLU6 and the spatial mean
   * @param model from 64 channels to 64
   * @param steering [64, 32]; its result is added to every normalised pixel
   * @param output 3 x 3, then ReLU6
   */
  public record StateConvolution(
      Normalisation normalisation,
      Convolution features,
      Convolution widening,
      StateSpaceModel model,
      Weight steering,
      Convolution output) {}

  /** A kernel, and a bias per output channel. */
  public record Convolution(Weight kernel, Weight bias) {}

  /**
   * x becomes (x - mean) / sqrt(mean square + eps) * gain + offset, both means exponential over
   * time.
   *
   * @param logMemory [32]; each frame reduces the share of earlier values by 0.6931 /
   *     exp(logMemory) * dt
   * @param gain [32]
   * @param offset [32]
   * @param mean [1, 1, rows, columns, 32], of the initial state
   * @param logMeanSquare natural logarithm, shape and use as {@code mean}
   */
  public record Normalisation(
      Weight logMemory, Weight gain, Weight offset, Weight mean, Weight logMeanSquare) {}

  /**
   * A selective state space model (Mamba-2) whose states are complex.
   *
   * @param input [in, 2 * heads * size + (heads * size + 2 * states) + heads]: gate, then x, B and
   *     C, then the step
   * @param taps [1, 4, heads * size + 2 * states, 1], a causal convolution of x, B and C
   * @param tapsBias [heads * size + 2 * states]
   * @param rate [heads, 2], logarithm of the decay, and the frequency
   * @param stepBias [heads]
   * @param skip [heads, 2], the share of x in the output; the second number is not used
   * @param gain [2 * heads * size], of the root mean square normalisation
   * @param output [2 * heads * size, out]
   * @param tail [1, 4, heads * size + 2 * states], of the initial state
   * @param state [1, 1, heads, size, states, 2], of the initial state, real and imaginary
   */
  public record StateSpaceModel(
      Weight input,
      Weight taps,
      Weight tapsBias,
      Weight rate,
      Weight stepBias,
      Weight skip,
      Weight gain,
      Weight output,
      Weight tail,
      Weight state) {
    /** Number of heads. */
    public int heads() {
      return state.size(2);
    }

    /** Numbers of x per head. */
    public int headSize() {
      return state.size(3);
    }

    /** States per number of x. */
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
}
