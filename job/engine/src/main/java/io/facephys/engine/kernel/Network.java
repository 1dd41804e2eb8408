package io.facephys.engine.kernel;

import static io.facephys.engine.kernel.Vectors.LANES;
import static io.facephys.engine.kernel.Vectors.all;
import static io.facephys.engine.kernel.Vectors.allocate;
import static io.facephys.engine.kernel.Vectors.load;
import static io.facephys.engine.weights.PulseWeights.CHANNELS;

import io.facephys.engine.Frames;
import io.facephys.engine.StateLayout;
import io.facephys.engine.kernel.MatMul.Matrix;
import io.facephys.engine.weights.PulseWeights;
import io.facephys.engine.weights.StateTensor;
import java.util.ArrayList;
import java.util.List;
import jdk.incubator.vector.FloatVector;

/**
 * FacePhys: a projection from RGB to 32 channels, four blocks, the spatial mean, two state space
 * models, a sample of the wave.
 *
 * <p>Consecutive linear layers are merged. All threads share the weights; a {@link
 * NetworkWorkspace} serves one step at a time.
 */
final class Network {
  /** Frames that pass through the network together; more share the reading of weights. */
  static final int FRAMES_PER_PASS = 30;

  /** Frames that pass through the first block together: its feature maps are large. */
  static final int FRAMES_OF_FIRST_BLOCK = 2;

  private final float[] projection; // (RGB, channel)
  private final List<Block> blocks = new ArrayList<>();
  private final int pixels;
  private final int lastPixels; // rows and columns of the last block's result
  private final StateSpaceModel firstHeadModel;
  private final StateSpaceModel lastHeadModel;
  private final float outputBias;

  Network(PulseWeights weights, StateLayout layout) {
    List<PulseWeights.Block> all = weights.blocks();
    for (int i = 0; i < all.size(); i++) {
      blocks.add(new Block(weights, i, layout));
    }
    projection = all.get(0).projection().values();
    pixels = all.get(0).pixels();
    lastPixels = (all.get(all.size() - 1).pixels() + 1) / 2;
    int layer = weights.convolutions().size();
    List<PulseWeights.StateSpaceModel> models = weights.projectedHeadModels();
    firstHeadModel = new StateSpaceModel(models.get(0), layout.offset(StateTensor.REAL.of(layer)));
    lastHeadModel =
        new StateSpaceModel(models.get(1), layout.offset(StateTensor.REAL.of(layer + 1)));
    outputBias = weights.outputBias().values()[0];
  }

  /** Memory for one step at a time. */
  final class NetworkWorkspace {
    private final List<Block.BlockWorkspace> ofBlocks = new ArrayList<>();
    private final float[] features = // of the last block
        allocate(
            (FRAMES_PER_PASS - 1) * lastStride()
                + Downsampling.padded(lastPixels * lastPixels) * CHANNELS);
    private final Matrix means = Matrix.zeros(MatMul.padded(FRAMES_PER_PASS), CHANNELS);
    private final StateSpaceModel.ModelWorkspace ofFirstHeadModel =
        firstHeadModel.new ModelWorkspace(FRAMES_PER_PASS);
    private final StateSpaceModel.ModelWorkspace ofLastHeadModel =
        lastHeadModel.new ModelWorkspace(FRAMES_PER_PASS);

    NetworkWorkspace() {
      StateConvolution.TileWorkspace ofTiles = new StateConvolution.TileWorkspace();
      for (int i = 0; i < blocks.size(); i++) {
        int frames = i == 0 ? FRAMES_OF_FIRST_BLOCK : FRAMES_PER_PASS;
        ofBlocks.add(blocks.get(i).new BlockWorkspace(frames, ofTiles));
      }
    }
  }

  private int lastStride() {
    return lastPixels * lastPixels * CHANNELS;
  }

  /**
   * Processes up to {@link #FRAMES_PER_PASS} frames and updates the state.
   *
   * @param rgb (frame, row, column, channel), 0..1
   * @param wave receives a sample a frame, where the frame's interval is in its array
   */
  void run(float[] rgb, Pass pass, NetworkWorkspace work, float[] wave) {
    runFirstBlock(rgb, pass, work);
    for (int i = 1; i < blocks.size(); i++) {
      boolean last = i + 1 == blocks.size();
      float[] result = last ? work.features : work.ofBlocks.get(i + 1).input();
      int stride = last ? lastStride() : blocks.get(i + 1).stride();
      blocks.get(i).run(pass, work.ofBlocks.get(i), result, 0, stride);
    }
    for (int i = 0; i < pass.count(); i++) {
      mean(work.features, i * lastStride(), work.means.values(), i * CHANNELS);
    }
    firstHeadModel.run(pass, work.means, work.ofFirstHeadModel);
    lastHeadModel.run(pass, work.ofFirstHeadModel.result(), work.ofLastHeadModel);
    Matrix samples = work.ofLastHeadModel.result();
    for (int i = 0; i < pass.count(); i++) {
      wave[pass.first() + i] = samples.values()[i * samples.stride()] + outputBias;
    }
  }

  private void runFirstBlock(float[] rgb, Pass pass, NetworkWorkspace work) {
    Block block = blocks.get(0);
    Block.BlockWorkspace ofBlock = work.ofBlocks.get(0);
    float[] result = work.ofBlocks.get(1).input();
    int stride = blocks.get(1).stride();
    int area = pixels * pixels;
    for (int done = 0; done < pass.count(); done += FRAMES_OF_FIRST_BLOCK) {
      int count = Math.min(FRAMES_OF_FIRST_BLOCK, pass.count() - done);
      project(rgb, done * area * Frames.CHANNELS, count * area, ofBlock.input());
      block.run(pass.part(done, count), ofBlock, result, done * stride, stride);
    }
  }

  private void project(float[] rgb, int from, int count, float[] result) {
    for (int channel = 0; channel < CHANNELS; channel += LANES) {
      FloatVector red = load(projection, channel);
      FloatVector green = load(projection, CHANNELS + channel);
      FloatVector blue = load(projection, 2 * CHANNELS + channel);
      for (int i = 0; i < count; i++) {
        int at = from + i * Frames.CHANNELS;
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
      for (int i = 0; i < lastStride(); i += CHANNELS) {
        sum = sum.add(load(features, from + i + channel));
      }
      sum.mul(share).intoArray(means, to + channel);
    }
  }
}
