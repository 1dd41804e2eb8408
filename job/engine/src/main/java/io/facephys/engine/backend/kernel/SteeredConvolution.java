package io.facephys.engine.backend.kernel;

import static io.facephys.engine.backend.kernel.Winograd.POSITIONS;
import static io.facephys.engine.backend.kernel.Winograd.TILE;

import io.facephys.engine.backend.kernel.Products.Matrix;
import io.facephys.engine.weights.PulseWeights;
import io.facephys.engine.weights.PulseWeights.StateConvolution;
import io.facephys.engine.weights.Weight;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * A convolution whose input is steered by a state space model (SSConv).
 *
 * <p>Its two 3 x 3 convolutions read the same normalised frame: the second one reads it plus a
 * vector, whose share {@link Steering} adds afterwards. So both are one convolution from 32 to 64
 * channels, and the second one does not wait for the state space model.
 */
final class SteeredConvolution {
  static final int CHANNELS = PulseWeights.CHANNELS;

  /**
   * Tiles whose products are computed together. More tiles share the reading of the kernels, fewer
   * stay in the processor's caches.
   */
  static final int GROUP = 20;

  /** Tiles of the frames whose convolutions read the kernels together. */
  private static final int BATCH = 80;

  private static final int BOTH = 2 * CHANNELS;

  /** A cache line more than the numbers of a tile, so that tiles do not share cache sets. */
  private static final int CACHE_LINE = 16;

  private static final int INPUT_STEP = POSITIONS * CHANNELS + CACHE_LINE;
  private static final int PRODUCT_STEP = POSITIONS * BOTH + CACHE_LINE;

  private final int tiles; // of a frame's side
  private final int side; // pixels of all tiles of a side
  private final int batch; // frames
  private final Matrix kernels; // [64, 32, 64]
  private final TemporalNormalisation normalisation;
  private final Widening widening;
  private final StateSpace model;
  private final Steering steering;

  /**
   * @param stateAt where its five state tensors begin in the state's numbers
   */
  SteeredConvolution(StateConvolution weights, int pixels, List<Integer> stateAt) {
    tiles = (pixels + TILE - 1) / TILE;
    side = tiles * TILE;
    batch = Math.max(1, BATCH / (tiles * tiles));
    Weight features = weights.features().kernel().transposed(3, 0, 1, 2);
    Weight output = weights.output().kernel().transposed(3, 0, 1, 2);
    kernels =
        new Matrix(Winograd.kernels(Weight.concat(features, output).transposed(1, 2, 3, 0)), BOTH);
    normalisation =
        new TemporalNormalisation(weights.normalisation(), pixels, stateAt.get(3), stateAt.get(4));
    widening = new Widening(weights.widening(), weights.features(), pixels);
    Weight out = weights.model().output().times(weights.steering());
    model = new StateSpace(weights.model(), weights.model().input(), out, stateAt.get(0));
    steering = new Steering(weights.output());
  }

  /** Memory for a group of tiles. All layers share it: they run one after the other. */
  static final class GroupMemory {
    private final float[] temporary = new float[POSITIONS * CACHE_LINE];
    private final Matrix inputs = new Matrix(new float[GROUP * INPUT_STEP], INPUT_STEP);
    private final Matrix products = new Matrix(new float[GROUP * PRODUCT_STEP], PRODUCT_STEP);
    private final float[] wide = new float[Widening.TEMPORARY];
  }

  /** Maps of a number of frames. The layers of a block share them: they run in turn. */
  final class FrameMemory {
    private final Maps[] padded; // (frame of a batch)
    private final Maps[] features; // (frame of a batch)
    private final float[] raw; // (frame, row, column, channel)

    FrameMemory(int frames) {
      padded = maps(Math.min(frames, batch), side + 2);
      features = maps(Math.min(frames, batch), side);
      raw = new float[frames * side * side * CHANNELS];
    }

    private Maps[] maps(int count, int rows) {
      return IntStream.range(0, count)
          .mapToObj(i -> Maps.plain(new float[(rows * rows + Products.ROWS) * CHANNELS], 0, rows))
          .toArray(Maps[]::new);
    }
  }

  /** Memory for one layer and a number of frames. */
  final class LayerMemory {
    private final GroupMemory ofGroup;
    private final FrameMemory ofFrames;
    private final Matrix biases; // (frame, place and channel)
    private final Matrix means; // (frame, wide channel)
    private final StateSpace.ModelMemory ofModel;

    LayerMemory(int frames, FrameMemory ofFrames, GroupMemory ofGroup) {
      this.ofFrames = ofFrames;
      this.ofGroup = ofGroup;
      int rows = Products.padded(frames);
      biases = new Matrix(new float[rows * Steering.VALUES], Steering.VALUES);
      means = new Matrix(new float[rows * Widening.WIDE], Widening.WIDE);
      ofModel = model.new ModelMemory(frames);
    }

    /** A frame of the result, to which biases and ReLU6 are still to be applied. */
    Maps result(int frame) {
      int at = frame * side * side * CHANNELS;
      return new Maps(ofFrames.raw, at, side * CHANNELS, biases.values(), frame * Steering.VALUES);
    }
  }

  /**
   * Processes frames in their order and updates the state.
   *
   * @param input the maps of each frame, which may be in the memory of the result
   * @param intervals seconds; the first frame's is at {@code from}
   */
  void run(
      int frames,
      IntFunction<Maps> input,
      float[] intervals,
      int from,
      float[] state,
      LayerMemory work) {
    for (int first = 0; first < frames; first += batch) {
      int count = Math.min(batch, frames - first);
      normalise(first, count, input, intervals, from, state, work);
      convolve(first, count, work);
      widen(first, count, work);
    }
    steer(frames, intervals, from, state, work);
  }

  /** Frames that pass through the convolutions together. */
  int batch() {
    return batch;
  }

  /** Tiles of a number of frames. */
  int tiles(int frames) {
    return frames * tiles * tiles;
  }

  /** Normalises a batch of frames. */
  void normalise(
      int first,
      int count,
      IntFunction<Maps> input,
      float[] intervals,
      int from,
      float[] state,
      LayerMemory work) {
    for (int i = 0; i < count; i++) {
      float interval = intervals[from + first + i];
      normalisation.run(input.apply(first + i), interval, state, work.ofFrames.padded[i]);
    }
  }

  private void convolve(int firstFrame, int frames, LayerMemory work) {
    int all = tiles(frames);
    for (int first = 0; first < all; first += GROUP) {
      int count = Math.min(GROUP, all - first);
      transformInputs(first, count, work);
      multiply(count, work);
      transformOutputs(firstFrame, first, count, work);
    }
  }

  /** Transforms the inputs of a group of tiles of the batch. */
  void transformInputs(int first, int count, LayerMemory work) {
    for (int i = 0; i < count; i++) {
      Maps padded = work.ofFrames.padded[(first + i) / (tiles * tiles)];
      Winograd.transformInput(
          padded.values(),
          corner(padded, first + i),
          padded.rowStep(),
          work.ofGroup.temporary,
          work.ofGroup.inputs.values(),
          i * INPUT_STEP);
    }
  }

  /** The products of a group of tiles. */
  void multiply(int count, LayerMemory work) {
    for (int position = 0; position < POSITIONS; position++) {
      Products.multiply(
          count,
          BOTH,
          CHANNELS,
          work.ofGroup.inputs,
          position * CHANNELS,
          kernels,
          position * CHANNELS * BOTH,
          work.ofGroup.products,
          position * BOTH);
    }
  }

  /** Transforms the products of a group back: the maps of the features, and the result's. */
  void transformOutputs(int firstFrame, int first, int count, LayerMemory work) {
    for (int i = 0; i < count; i++) {
      int frame = (first + i) / (tiles * tiles);
      // One call in a loop: with two, Java's compiler reaches a limit, and vectors become objects.
      for (int channel = 0; channel < BOTH; channel += CHANNELS) {
        Maps to = channel == 0 ? work.ofFrames.features[frame] : work.result(firstFrame + frame);
        transformBack(work, i * PRODUCT_STEP + channel, to, first + i);
      }
    }
  }

  /** The means of the widened features of a batch of frames. */
  void widen(int first, int count, LayerMemory work) {
    for (int i = 0; i < count; i++) {
      int to = (first + i) * Widening.WIDE;
      widening.run(work.ofFrames.features[i], work.ofGroup.wide, work.means.values(), to);
    }
  }

  /** The state space model over all frames, and what its result adds to the convolution. */
  void steer(int frames, float[] intervals, int from, float[] state, LayerMemory work) {
    model.run(work.means, frames, intervals, from, state, work.ofModel);
    steering.run(work.ofModel.result(), frames, work.biases);
  }

  private void transformBack(LayerMemory work, int from, Maps to, int tile) {
    Winograd.transformOutput(
        work.ofGroup.products.values(),
        from,
        BOTH,
        work.ofGroup.temporary,
        to.values(),
        corner(to, tile),
        to.rowStep());
  }

  /** Where a tile of a batch begins in its frame. */
  private int corner(Maps maps, int tile) {
    int row = tile % (tiles * tiles) / tiles;
    int column = tile % tiles;
    return maps.at() + row * TILE * maps.rowStep() + column * TILE * CHANNELS;
  }
}
