package io.facephys.engine.kernel;

import static io.facephys.engine.kernel.Vectors.allocate;
import static io.facephys.engine.weights.PulseWeights.CHANNELS;

import io.facephys.engine.StateLayout;
import io.facephys.engine.weights.PulseWeights;

/**
 * A stage of the model at one resolution: two state convolutions, the sum of their result and the
 * block's input, downsampling, which includes the projection of the next block.
 */
final class Block {
  private final int pixels;
  private final StateConvolution first;
  private final StateConvolution second;
  private final Downsampling downsampling;

  Block(PulseWeights weights, int block, StateLayout layout) {
    PulseWeights.Block own = weights.blocks().get(block);
    pixels = own.pixels();
    first = new StateConvolution(own.convolutions().get(0), pixels, 2 * block, layout);
    second = new StateConvolution(own.convolutions().get(1), pixels, 2 * block + 1, layout);
    downsampling = new Downsampling(weights.projectedDownsampling(block), pixels);
  }

  /** Memory for one block and a number of frames. */
  final class BlockWorkspace {
    private final FeatureMaps input;
    private final StateConvolution.LayerWorkspace ofFirst;
    private final StateConvolution.LayerWorkspace ofSecond;
    private final float[] patches = allocate(downsampling.patchValues());

    BlockWorkspace(int frames, StateConvolution.TileWorkspace ofTiles) {
      float[] values =
          allocate((frames - 1) * stride() + Downsampling.padded(pixels * pixels) * CHANNELS);
      input = new FeatureMaps(values, stride(), pixels * CHANNELS, null);
      StateConvolution.FrameWorkspace ofFrames = first.new FrameWorkspace(frames);
      ofFirst = first.new LayerWorkspace(frames, ofFrames, ofTiles);
      ofSecond = second.new LayerWorkspace(frames, ofFrames, ofTiles);
    }

    /** The block's input, (frame, row, column, channel). */
    float[] input() {
      return input.values();
    }
  }

  /** Values from one frame of the input to the next. */
  int stride() {
    return pixels * pixels * CHANNELS;
  }

  /**
   * Processes frames in their order and updates the state.
   *
   * @param result receives (frame, row, column, channel) from {@code to} on
   * @param resultStride values from one frame of the result to the next
   */
  void run(Pass pass, BlockWorkspace work, float[] result, int to, int resultStride) {
    first.run(pass, work.input, work.ofFirst);
    second.run(pass, work.ofFirst.result(), work.ofSecond);
    for (int i = 0; i < pass.count(); i++) {
      downsampling.run(
          work.ofSecond.result(), work.input, i, work.patches, result, to + i * resultStride);
    }
  }
}
