package io.facephys.engine.kernel;

import static io.facephys.engine.kernel.Vectors.LANES;
import static io.facephys.engine.kernel.Vectors.allocate;
import static io.facephys.engine.kernel.Winograd.GROUP;
import static io.facephys.engine.kernel.Winograd.INPUT;
import static io.facephys.engine.kernel.Winograd.INPUT_STRIDE;
import static io.facephys.engine.kernel.Winograd.POSITIONS;
import static io.facephys.engine.kernel.Winograd.PRODUCT_STRIDE;
import static io.facephys.engine.kernel.Winograd.TILE;
import static io.facephys.engine.weights.PulseWeights.CHANNELS;
import static io.facephys.engine.weights.PulseWeights.WIDE_CHANNELS;

import io.facephys.engine.StateLayout;
import io.facephys.engine.kernel.MatMul.Matrix;
import io.facephys.engine.weights.PulseWeights;
import io.facephys.engine.weights.StateTensor;
import io.facephys.engine.weights.Weight;
import java.util.Arrays;

/**
 * A convolution of a frame to which the result of a state space model is added (SSConv).
 *
 * <p>Its two 3 x 3 convolutions read the same normalised frame: the first one makes the features
 * that the state space model reads, the second one the result. What the model adds to the frame is
 * the same at all pixels, so {@link ConstantConvolution} gives what that adds to the second result.
 * So both are one convolution from 32 to 64 channels, which does not wait for the model.
 *
 * <p>Frames pass through it in batches, and a batch in rows of tiles ({@link Winograd}).
 */
final class StateConvolution {
  private final int pixels;
  private final int tiles; // of a frame's side
  private final int side; // pixels of all tiles of a side
  private final int batch; // frames whose tiles are transformed together
  private final float[] kernels; // [64, 32, 64]
  private final TemporalNormalisation normalisation;
  private final PointwiseConvolution pointwise;
  private final StateSpaceModel model;
  private final ConstantConvolution constant;

  /**
   * @param pixels rows and columns of a frame
   * @param layer whose states it has, see {@link StateTensor}
   */
  StateConvolution(
      PulseWeights.StateConvolution weights, int pixels, int layer, StateLayout layout) {
    this.pixels = pixels;
    tiles = (pixels + TILE - 1) / TILE;
    side = tiles * TILE;
    batch = GROUP / tiles;
    Weight features = weights.features().kernel().transposed(3, 0, 1, 2);
    Weight output = weights.output().kernel().transposed(3, 0, 1, 2);
    kernels = Winograd.transformKernel(Weight.concat(features, output).transposed(1, 2, 3, 0));
    normalisation =
        new TemporalNormalisation(
            weights.normalisation(),
            pixels,
            layout.offset(StateTensor.MEAN_SQUARE.of(layer)),
            layout.offset(StateTensor.MEAN.of(layer)));
    pointwise = new PointwiseConvolution(weights.pointwise(), weights.features(), pixels, side);
    model =
        new StateSpaceModel(weights.projectedModel(), layout.offset(StateTensor.REAL.of(layer)));
    constant = new ConstantConvolution(weights.output());
  }

  /**
   * A row of tiles of a batch.
   *
   * @param row its number in each frame
   * @param first the first frame, counted from that of the pass
   * @param frames how many frames
   */
  record TileRow(int row, int first, int frames) {}

  /** Memory for a row of tiles. All layers share it: they run one after the other. */
  static final class TileWorkspace {
    private final float[] transform = allocate(POSITIONS, LANES);
    private final float[] inputs = allocate(PixelMatMul.padded(GROUP), INPUT_STRIDE);
    private final float[] products = allocate(PixelMatMul.padded(GROUP), PRODUCT_STRIDE);
    private final float[] features =
        allocate(GROUP * TILE * TILE * CHANNELS + PointwiseConvolution.READ_BEHIND);
    private final float[] pointwise = allocate(PointwiseConvolution.WORKSPACE);
  }

  /** Feature maps of a number of frames. The layers of a block share them: they run in turn. */
  final class FrameWorkspace {
    private final FeatureMaps window; // rows that a row of tiles reads, of a batch, inside a border
    private final float[] raw; // (frame, row, column, channel)

    FrameWorkspace(int frames) {
      int row = (side + 2) * CHANNELS;
      window = new FeatureMaps(allocate(batch, INPUT, row), INPUT * row, row, null);
      raw = allocate(frames, side, side, CHANNELS);
    }
  }

  /** Memory for one layer and a number of frames. */
  final class LayerWorkspace {
    private final TileWorkspace ofTiles;
    private final FeatureMaps window;
    private final FeatureMaps features; // a row of tiles, of a batch
    private final FeatureMaps result;
    private final Matrix biases; // (frame, place and channel)
    private final Matrix means; // (frame, channel), of the pointwise convolution
    private final StateSpaceModel.ModelWorkspace ofModel;

    LayerWorkspace(int frames, FrameWorkspace ofFrames, TileWorkspace ofTiles) {
      this.ofTiles = ofTiles;
      window = ofFrames.window;
      int row = side * CHANNELS;
      features = new FeatureMaps(ofTiles.features, TILE * row, row, null);
      int rows = MatMul.padded(frames);
      biases = Matrix.zeros(rows, ConstantConvolution.VALUES);
      result = new FeatureMaps(ofFrames.raw, side * row, row, biases.values());
      means = Matrix.zeros(rows, WIDE_CHANNELS);
      ofModel = model.new ModelWorkspace(frames);
    }

    /** The result, to which biases and ReLU6 are still to be applied. */
    FeatureMaps result() {
      return result;
    }
  }

  /**
   * Processes frames in their order and updates the state.
   *
   * @param input the frames' feature maps, which may be those of the result
   */
  void run(Pass pass, FeatureMaps input, LayerWorkspace work) {
    Arrays.fill(work.means.values(), 0);
    for (int first = 0; first < pass.count(); first += batch) {
      int frames = Math.min(batch, pass.count() - first);
      for (int row = 0; row < tiles; row++) {
        TileRow tileRow = new TileRow(row, first, frames);
        normalise(tileRow, pass, input, work);
        transformInputs(tileRow, work);
        multiply(tileRow, work);
        transformOutputs(tileRow, work);
        addPointwise(tileRow, work);
      }
    }
    runModel(pass, work);
  }

  /** Frames whose tiles are transformed together. */
  int batch() {
    return batch;
  }

  /** Rows of tiles of a frame. */
  int tileRows() {
    return tiles;
  }

  /** Normalises the rows of pixels that a row of tiles reads and the one before it did not. */
  void normalise(TileRow tileRow, Pass pass, FeatureMaps input, LayerWorkspace work) {
    FeatureMaps window = work.window;
    int kept = INPUT - TILE;
    for (int i = 0; tileRow.row > 0 && i < tileRow.frames; i++) {
      float[] rows = window.values();
      System.arraycopy(rows, window.at(i, TILE), rows, window.at(i, 0), kept * window.rowStride());
    }
    for (int to = tileRow.row == 0 ? 0 : kept; to < INPUT; to++) {
      int row = tileRow.row * TILE + to - 1;
      for (int i = 0; i < tileRow.frames; i++) {
        int at = window.at(i, to);
        if (row >= 0 && row < pixels) {
          normalisation.run(pass, input, tileRow.first + i, row, window.values(), at + CHANNELS);
        } else {
          Arrays.fill(window.values(), at, at + window.rowStride(), 0);
        }
      }
    }
  }

  /** Transforms the inputs of a row of tiles. */
  void transformInputs(TileRow tileRow, LayerWorkspace work) {
    FeatureMaps window = work.window;
    for (int i = 0; i < tileRow.frames * tiles; i++) {
      Winograd.transformInput(
          window.values(),
          window.at(i / tiles, 0) + i % tiles * TILE * CHANNELS,
          window.rowStride(),
          work.ofTiles.transform,
          work.ofTiles.inputs,
          i * INPUT_STRIDE);
    }
  }

  /** The matrix products of a row of tiles. */
  void multiply(TileRow tileRow, LayerWorkspace work) {
    for (int position = 0; position < POSITIONS; position++) {
      TileMatMul.multiply(
          tileRow.frames * tiles,
          work.ofTiles.inputs,
          position * CHANNELS,
          kernels,
          position * CHANNELS * WIDE_CHANNELS,
          work.ofTiles.products,
          position * WIDE_CHANNELS);
    }
  }

  /** Transforms the products back: to the feature maps that the model reads, and to the result. */
  void transformOutputs(TileRow tileRow, LayerWorkspace work) {
    for (int i = 0; i < tileRow.frames * tiles; i++) {
      int column = i % tiles * TILE * CHANNELS;
      transformBack(i, 0, work, work.features, work.features.at(i / tiles, 0) + column);
      int to = work.result.at(tileRow.first + i / tiles, tileRow.row * TILE) + column;
      transformBack(i, CHANNELS, work, work.result, to);
    }
  }

  private static void transformBack(
      int tile, int channel, LayerWorkspace work, FeatureMaps maps, int to) {
    Winograd.transformOutput(
        work.ofTiles.products,
        tile * PRODUCT_STRIDE + channel,
        work.ofTiles.transform,
        maps.values(),
        to,
        maps.rowStride());
  }

  /** The pointwise convolution of a row of tiles, added up for its mean. */
  void addPointwise(TileRow tileRow, LayerWorkspace work) {
    int rows = Math.min(TILE, pixels - tileRow.row * TILE);
    for (int i = 0; i < tileRow.frames; i++) {
      int to = (tileRow.first + i) * WIDE_CHANNELS;
      pointwise.add(work.features, i, rows, work.ofTiles.pointwise, work.means.values(), to);
    }
  }

  /** The state space model over all frames, and what its result adds to the convolution. */
  void runModel(Pass pass, LayerWorkspace work) {
    pointwise.divide(work.means, pass.count());
    model.run(pass, work.means, work.ofModel);
    constant.run(work.ofModel.result(), pass.count(), work.biases);
  }
}
