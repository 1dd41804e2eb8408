package io.facephys.engine.kernel;

import static io.facephys.engine.kernel.SteeredConvolution.CHANNELS;

import io.facephys.engine.weights.PulseWeights;
import io.facephys.engine.weights.PulseWeights.Convolution;
import java.util.List;

/** A stage of the model at one resolution: two steered convolutions, the sum, downsampling. */
final class Block {
  private final int pixels;
  private final SteeredConvolution first;
  private final SteeredConvolution second;
  private final Downsampling downsampling;

  /**
   * @param downsampling merged with the projection of the next block
   * @param stateAt where the ten state tensors begin in the state's numbers
   */
  Block(PulseWeights.Block weights, Convolution downsampling, List<Integer> stateAt) {
    pixels = weights.pixels();
    first = new SteeredConvolution(weights.convolutions().get(0), pixels, stateAt.subList(0, 5));
    second = new SteeredConvolution(weights.convolutions().get(1), pixels, stateAt.subList(5, 10));
    this.downsampling = new Downsampling(downsampling, pixels);
  }

  /** Memory for one block and a number of frames. */
  final class BlockMemory {
    private final Maps input;
    private final SteeredConvolution.LayerMemory ofFirst;
    private final SteeredConvolution.LayerMemory ofSecond;
    private final float[] taps = new float[downsampling.temporary()];

    BlockMemory(int frames, SteeredConvolution.GroupMemory ofGroup) {
      float[] values =
          new float[(frames - 1) * step() + Downsampling.padded(pixels * pixels) * CHANNELS];
      input = new Maps(values, step(), pixels * CHANNELS, null);
      SteeredConvolution.FrameMemory ofFrames = first.new FrameMemory(frames);
      ofFirst = first.new LayerMemory(frames, ofFrames, ofGroup);
      ofSecond = second.new LayerMemory(frames, ofFrames, ofGroup);
    }

    /** The block's input, (frame, row, column, channel). */
    float[] input() {
      return input.values();
    }
  }

  /** Numbers from one frame of the input to the next. */
  int step() {
    return pixels * pixels * CHANNELS;
  }

  /**
   * Processes frames in their order and updates the state.
   *
   * @param intervals seconds; the first frame's is at {@code from}
   * @param result receives (frame, row, column, channel)
   */
  void run(
      int frames,
      float[] intervals,
      int from,
      float[] state,
      BlockMemory work,
      float[] result,
      int to,
      int resultStep) {
    first.run(frames, work.input, intervals, from, state, work.ofFirst);
    second.run(frames, work.ofFirst.result(), intervals, from, state, work.ofSecond);
    for (int i = 0; i < frames; i++) {
      downsampling.run(
          work.ofSecond.result(), work.input, i, work.taps, result, to + i * resultStep);
    }
  }
}
