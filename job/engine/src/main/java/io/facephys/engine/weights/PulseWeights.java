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
  /** Channels of every picture inside the model. */
  public static final int CHANNELS = 32;

  /** Channels from which a block's state space models read. */
  public static final int WIDE_CHANNELS = 64;

  private static final int[] PIXELS = {36, 18, 9, 5};

  /**
   * A stage of the model at one resolution.
   *
   * @param pixels rows and columns of its pictures
   * @param projection [3 or 32, 32]
   * @param convolutions two, one after the other; the block's input is added to the last one's
   *     output
   * @param downsampling 2 x 2 at every second pixel, padded below and right where pixels are odd
   */
  public record Block(
      int pixels,
      Weight projection,
      List<StateConvolution> convolutions,
      Convolution downsampling) {}

  /**
   * A convolution that a state space model steers (SSConv).
   *
   * @param normalisation of each pixel over time
   * @param features 3 x 3, without an activation
   * @param widening 1 x 1 to 64 channels, then ReLU6 and the spatial mean
   * @param model from 64 channels to 64
   * @param steering [64, 32]; what it gives is added to every pixel after the normalisation
   * @param output 3 x 3, then ReLU6
   */
  public record StateConvolution(
      Normalisation normalisation,
      Convolution features,
      Convolution widening,
      StateSpaceModel model,
      Weight steering,
      Convolution output) {}

  /** A kernel and a bias a channel of its output. */
  public record Convolution(Weight kernel, Weight bias) {}

  /**
   * x becomes (x - mean) / sqrt(mean square + eps) * gain + offset, both means exponential over
   * time.
   *
   * @param logMemory [32]; an old value's share falls by 0.6931 / exp(logMemory) * dt a frame
   * @param gain [32]
   * @param offset [32]
   * @param mean [1, 1, rows, columns, 32], of the first state
   * @param logMeanSquare as {@code mean}, natural logarithm
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
   * @param tail [1, 4, heads * size + 2 * states], of the first state
   * @param state [1, 1, heads, size, states, 2], of the first state, real and imaginary
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
    /** Numbers of heads. */
    public int heads() {
      return state.size(2);
    }

    /** Numbers of x a head. */
    public int headSize() {
      return state.size(3);
    }

    /** States a number of x. */
    public int states() {
      return state.size(4);
    }
  }

  /** Whether a file looks like weights that {@link #read} takes. */
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

  /** The block's convolutions of all blocks, in the order in which a frame passes them. */
  public List<StateConvolution> convolutions() {
    List<StateConvolution> all = new ArrayList<>();
    blocks.forEach(block -> all.addAll(block.convolutions()));
    return all;
  }
}
