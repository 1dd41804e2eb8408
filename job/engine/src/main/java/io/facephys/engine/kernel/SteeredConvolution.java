package io.facephys.engine.kernel;

import static io.facephys.engine.kernel.Vectors.LANES;
import static io.facephys.engine.kernel.Winograd.GROUP;
import static io.facephys.engine.kernel.Winograd.INPUT;
import static io.facephys.engine.kernel.Winograd.INPUT_STEP;
import static io.facephys.engine.kernel.Winograd.POSITIONS;
import static io.facephys.engine.kernel.Winograd.PRODUCT_STEP;
import static io.facephys.engine.kernel.Winograd.TILE;

import io.facephys.engine.kernel.Products.Matrix;
import io.facephys.engine.weights.PulseWeights;
import io.facephys.engine.weights.PulseWeights.StateConvolution;
import io.facephys.engine.weights.Weight;
import java.util.Arrays;
import java.util.List;

/**
 * A convolution whose input is steered by a state space model (SSConv).
 *
 * <p>Its two 3 x 3 convolutions read the same normalised frame: the second one reads it plus a
 * vector, whose share {@link Steering} adds afterwards. So both are one convolution from 32 to 64
 * channels, and the second one does not wait for the state space model.
 */
final class SteeredConvolution {
  static final int CHANNELS = PulseWeights.CHANNELS;

  private static final int BOTH = 2 * CHANNELS;

  private final int pixels;
  private final int tiles; // of a frame's side
  private final int side; // pixels of all tiles of a side
  private final int batch; // frames that pass through the convolutions together
  private final float[] kernels; // [64, 32, 64]
  private final TemporalNormalisation normalisation;
  private final Widening widening;
  private final StateSpace model;
  private final Steering steering;

  /**
   * @param stateAt where its five state tensors begin in the state's numbers
   */
  SteeredConvolution(StateConvolution weights, int pixels, List<Integer> stateAt) {
    this.pixels = pixels;
    tiles = (pixels + TILE - 1) / TILE;
    side = tiles * TILE;
    batch = GROUP / tiles;
    Weight features = weights.features().kernel().transposed(3, 0, 1, 2);
    Weight output = weights.output().kernel().transposed(3, 0, 1, 2);
    kernels = Winograd.kernels(Weight.concat(features, output).transposed(1, 2, 3, 0));
    normalisation =
        new TemporalNormalisation(weights.normalisation(), pixels, stateAt.get(3), stateAt.get(4));
    widening = new Widening(weights.widening(), weights.features(), pixels, side);
    Weight out = weights.model().output().times(weights.steering());
    model = new StateSpace(weights.model(), weights.model().input(), out, stateAt.get(0));
    steering = new Steering(weights.output());
  }

  /** Memory for a group of tiles. All layers share it: they run one after the other. */
  static final class GroupMemory {
    private final float[] temporary = new float[POSITIONS * LANES];
    private final float[] inputs = new float[PixelProducts.padded(GROUP) * INPUT_STEP];
    private final float[] products = new float[PixelProducts.padded(GROUP) * PRODUCT_STEP];
    private final float[] features =
        new float[GROUP * TILE * TILE * CHANNELS + Widening.READ_BEHIND];
    private final float[] wide = new float[Widening.TEMPORARY];
  }

  /** Maps of a number of frames. The layers of a block share them: they run in turn. */
  final class FrameMemory {
    private final Maps window; // rows that a row of tiles reads, of a batch, inside a border
    private final float[] raw; // (frame, row, column, channel)

    FrameMemory(int frames) {
      int row = (side + 2) * CHANNELS;
      window = new Maps(new float[batch * INPUT * row], INPUT * row, row, null);
      raw = new float[frames * side * side * CHANNELS];
    }
  }

  /** Memory for one layer and a number of frames. */
  final class LayerMemory {
    private final GroupMemory ofGroup;
    private final Maps window;
    private final Maps features; // a row of tiles, of a batch
    private final Maps result;
    private final Matrix biases; // (frame, place and channel)
    private final Matrix means; // (frame, wide channel)
    private final StateSpace.ModelMemory ofModel;

    LayerMemory(int frames, FrameMemory ofFrames, GroupMemory ofGroup) {
      this.ofGroup = ofGroup;
      window = ofFrames.window;
      int row = side * CHANNELS;
      features = new Maps(ofGroup.features, TILE * row, row, null);
      int rows = Products.padded(frames);
      biases = new Matrix(new float[rows * Steering.VALUES], Steering.VALUES);
      result = new Maps(ofFrames.raw, side * row, row, biases.values());
      means = new Matrix(new float[rows * Widening.WIDE], Widening.WIDE);
      ofModel = model.new ModelMemory(frames);
    }

    /** The result, to which biases and ReLU6 are still to be applied. */
    Maps result() {
      return result;
    }
  }

  /**
   * Processes frames in their order and updates the state.
   *
   * @param input the frames' maps, which may be in the memory of the result
   * @param intervals seconds; the first frame's is at {@code from}
   */
  void run(int frames, Maps input, float[] intervals, int from, float[] state, LayerMemory work) {
    Arrays.fill(work.means.values(), 0);
    for (int first = 0; first < frames; first += batch) {
      int count = Math.min(batch, frames - first);
      for (int row = 0; row < tiles; row++) {
        normalise(row, first, count, input, intervals, from, state, work);
        transformInputs(count, work);
        multiply(count, work);
        transformOutputs(row, first, count, work);
        widen(row, first, count, work);
      }
    }
    steer(frames, intervals, from, state, work);
  }

  /** Frames that pass through the convolutions together. */
  int batch() {
    return batch;
  }

  /** Rows of tiles of a frame. */
  int rows() {
    return tiles;
  }

  /** Normalises the rows that a row of tiles reads, of a batch, but for those of the one before. */
  void normalise(
      int row,
      int first,
      int count,
      Maps input,
      float[] intervals,
      int from,
      float[] state,
      LayerMemory work) {
    Maps window = work.window;
    int kept = INPUT - TILE;
    for (int i = 0; row > 0 && i < count; i++) {
      float[] rows = window.values();
      System.arraycopy(rows, window.at(i, TILE), rows, window.at(i, 0), kept * window.rowStep());
    }
    for (int to = row == 0 ? 0 : kept; to < INPUT; to++) {
      int pixelRow = row * TILE + to - 1;
      for (int i = 0; i < count; i++) {
        if (pixelRow >= 0 && pixelRow < pixels) {
          float interval = intervals[from + first + i];
          normalisation.run(input, first + i, pixelRow, interval, state, window, i, to);
        } else {
          int at = window.at(i, to);
          Arrays.fill(window.values(), at, at + window.rowStep(), 0);
        }
      }
    }
  }

  /** Transforms the inputs of a row of tiles. */
  void transformInputs(int count, LayerMemory work) {
    Maps window = work.window;
    for (int i = 0; i < count * tiles; i++) {
      Winograd.transformInput(
          window.values(),
          window.at(i / tiles, 0) + i % tiles * TILE * CHANNELS,
          window.rowStep(),
          work.ofGroup.temporary,
          work.ofGroup.inputs,
          i * INPUT_STEP);
    }
  }

  /** The products of a row of tiles. */
  void multiply(int count, LayerMemory work) {
    for (int position = 0; position < POSITIONS; position++) {
      TileProducts.multiply(
          count * tiles,
          work.ofGroup.inputs,
          position * CHANNELS,
          kernels,
          position * CHANNELS * BOTH,
          work.ofGroup.products,
          position * BOTH);
    }
  }

  /** Transforms the products back: the maps of the features, and the result's. */
  void transformOutputs(int row, int first, int count, LayerMemory work) {
    for (int i = 0; i < count * tiles; i++) {
      int column = i % tiles * TILE * CHANNELS;
      transformBack(i, 0, work, work.features, work.features.at(i / tiles, 0) + column);
      int to = work.result.at(first + i / tiles, row * TILE) + column;
      transformBack(i, CHANNELS, work, work.result, to);
    }
  }

  private static void transformBack(int tile, int channel, LayerMemory work, Maps maps, int to) {
    Winograd.transformOutput(
        work.ofGroup.products,
        tile * PRODUCT_STEP + channel,
        work.ofGroup.temporary,
        maps.values(),
        to,
        maps.rowStep());
  }

  /** Adds up the widened features of a row of tiles. */
  void widen(int row, int first, int count, LayerMemory work) {
    int rows = Math.min(TILE, pixels - row * TILE);
    for (int i = 0; i < count; i++) {
      int to = (first + i) * Widening.WIDE;
      widening.add(work.features, i, rows, work.ofGroup.wide, work.means.values(), to);
    }
  }

  /** The state space model over all frames, and what its result adds to the convolution. */
  void steer(int frames, float[] intervals, int from, float[] state, LayerMemory work) {
    widening.finish(work.means, frames);
    model.run(work.means, frames, intervals, from, state, work.ofModel);
    steering.run(work.ofModel.result(), frames, work.biases);
  }
}
