package io.facephys.engine.kernel;

import static io.facephys.engine.kernel.SteeredConvolution.CHANNELS;
import static io.facephys.engine.kernel.Vectors.LANES;
import static io.facephys.engine.kernel.Vectors.all;
import static io.facephys.engine.kernel.Vectors.load;

import io.facephys.engine.StateLayout;
import io.facephys.engine.kernel.Products.Matrix;
import io.facephys.engine.weights.PulseWeights;
import io.facephys.engine.weights.PulseWeights.Convolution;
import io.facephys.engine.weights.PulseWeights.StateSpaceModel;
import io.facephys.engine.weights.Weight;
import java.util.ArrayList;
import java.util.List;
import jdk.incubator.vector.FloatVector;

/**
 * FacePhys: a projection from RGB to 32 channels, four blocks, the spatial mean, two state space
 * models, a sample of the wave.
 *
 * <p>Consecutive linear layers are merged. Weights are shared by all threads; a {@link
 * NetworkMemory} belongs to one.
 */
final class Network {
  /** Frames that pass through the network together; more share the reading of weights. */
  static final int FRAMES_PER_PASS = 30;

  /** Frames that pass through the first block together, those of a group: its maps are large. */
  static final int FRAMES_OF_FIRST_BLOCK = 2;

  private static final int RGB = 3;
  private static final int STATES_PER_BLOCK = 10;
  private static final int STATES_PER_HEAD_MODEL = 3;

  private final float[] projection; // (RGB, channel)
  private final List<Block> blocks = new ArrayList<>();
  private final int pixels;
  private final int lastPixels;
  private final StateSpace firstHead;
  private final StateSpace secondHead;
  private final float outputBias;

  Network(PulseWeights weights, StateLayout layout) {
    List<Integer> stateAt = layout.offsets();
    List<PulseWeights.Block> all = weights.blocks();
    for (int i = 0; i < all.size(); i++) {
      int from = i * STATES_PER_BLOCK;
      blocks.add(
          new Block(
              all.get(i),
              downsampling(weights, i),
              stateAt.subList(from, from + STATES_PER_BLOCK)));
    }
    projection = all.get(0).projection().values();
    pixels = all.get(0).pixels();
    lastPixels = (all.get(all.size() - 1).pixels() + 1) / 2;
    List<StateSpaceModel> heads = weights.headModels();
    int headAt = all.size() * STATES_PER_BLOCK;
    firstHead =
        new StateSpace(
            heads.get(0),
            weights.headProjection().times(heads.get(0).input()),
            heads.get(0).output(),
            stateAt.get(headAt));
    secondHead =
        new StateSpace(
            heads.get(1),
            heads.get(1).input(),
            heads.get(1).output().times(weights.output()),
            stateAt.get(headAt + STATES_PER_HEAD_MODEL));
    outputBias = weights.outputBias().values()[0];
  }

  /** Downsampling of a block, merged with the projection of the next one. */
  private static Convolution downsampling(PulseWeights weights, int block) {
    Convolution own = weights.blocks().get(block).downsampling();
    if (block + 1 == weights.blocks().size()) {
      return own;
    }
    Weight next = weights.blocks().get(block + 1).projection();
    Weight bias = own.bias().reshaped(1, CHANNELS).times(next).reshaped(CHANNELS);
    return new Convolution(own.kernel().times(next), bias);
  }

  /** Memory for one thread. */
  final class NetworkMemory {
    private final List<Block.BlockMemory> ofBlocks = new ArrayList<>();
    private final float[] features =
        new float
            [(FRAMES_PER_PASS - 1) * lastStep()
                + Downsampling.padded(lastPixels * lastPixels) * CHANNELS];
    private final Matrix means =
        new Matrix(new float[Products.padded(FRAMES_PER_PASS) * CHANNELS], CHANNELS);
    private final StateSpace.ModelMemory ofFirstHead = firstHead.new ModelMemory(FRAMES_PER_PASS);
    private final StateSpace.ModelMemory ofSecondHead = secondHead.new ModelMemory(FRAMES_PER_PASS);

    NetworkMemory() {
      SteeredConvolution.GroupMemory ofGroup = new SteeredConvolution.GroupMemory();
      for (int i = 0; i < blocks.size(); i++) {
        int frames = i == 0 ? FRAMES_OF_FIRST_BLOCK : FRAMES_PER_PASS;
        ofBlocks.add(blocks.get(i).new BlockMemory(frames, ofGroup));
      }
    }
  }

  private int lastStep() {
    return lastPixels * lastPixels * CHANNELS;
  }

  /**
   * Processes up to {@link #FRAMES_PER_PASS} frames and updates the state.
   *
   * @param rgb (frame, row, column, channel), 0..1
   * @param intervals seconds
   * @param first index of the first frame in {@code intervals} and {@code wave}
   * @param wave receives a sample a frame
   */
  void run(
      float[] rgb,
      int frames,
      float[] intervals,
      int first,
      float[] state,
      NetworkMemory work,
      float[] wave) {
    firstBlock(rgb, frames, intervals, first, state, work);
    for (int i = 1; i < blocks.size(); i++) {
      boolean last = i + 1 == blocks.size();
      float[] result = last ? work.features : work.ofBlocks.get(i + 1).input();
      int step = last ? lastStep() : blocks.get(i + 1).step();
      blocks.get(i).run(frames, intervals, first, state, work.ofBlocks.get(i), result, 0, step);
    }
    for (int i = 0; i < frames; i++) {
      mean(work.features, i * lastStep(), work.means.values(), i * CHANNELS);
    }
    firstHead.run(work.means, frames, intervals, first, state, work.ofFirstHead);
    secondHead.run(work.ofFirstHead.result(), frames, intervals, first, state, work.ofSecondHead);
    Matrix samples = work.ofSecondHead.result();
    for (int i = 0; i < frames; i++) {
      wave[first + i] = samples.values()[i * samples.step()] + outputBias;
    }
  }

  private void firstBlock(
      float[] rgb, int frames, float[] intervals, int first, float[] state, NetworkMemory work) {
    Block block = blocks.get(0);
    Block.BlockMemory ofBlock = work.ofBlocks.get(0);
    float[] result = work.ofBlocks.get(1).input();
    int step = blocks.get(1).step();
    for (int done = 0; done < frames; done += FRAMES_OF_FIRST_BLOCK) {
      int count = Math.min(FRAMES_OF_FIRST_BLOCK, frames - done);
      project(rgb, done * pixels * pixels * RGB, count * pixels * pixels, ofBlock.input());
      block.run(count, intervals, first + done, state, ofBlock, result, done * step, step);
    }
  }

  private void project(float[] rgb, int from, int count, float[] result) {
    for (int channel = 0; channel < CHANNELS; channel += LANES) {
      FloatVector red = load(projection, channel);
      FloatVector green = load(projection, CHANNELS + channel);
      FloatVector blue = load(projection, 2 * CHANNELS + channel);
      for (int i = 0; i < count; i++) {
        int at = from + i * RGB;
        all(rgb[at])
            .mul(red)
            .add(all(rgb[at + 1]).mul(green))
            .add(all(rgb[at + 2]).mul(blue))
            .intoArray(result, i * CHANNELS + channel);
      }
    }
  }

  private void mean(float[] features, int from, float[] means, int to) {
    float share = 1f / (lastPixels * lastPixels);
    for (int channel = 0; channel < CHANNELS; channel += LANES) {
      FloatVector sum = FloatVector.zero(Vectors.FLOATS);
      for (int i = 0; i < lastStep(); i += CHANNELS) {
        sum = sum.add(load(features, from + i + channel));
      }
      sum.mul(share).intoArray(means, to + channel);
    }
  }
}
