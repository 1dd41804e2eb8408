package io.facephys.engine.kernel;

import static io.facephys.engine.weights.PulseWeights.CHANNELS;

import io.facephys.engine.EngineOptions;
import io.facephys.engine.FrameIntervals;
import io.facephys.engine.ModelFiles;
import io.facephys.engine.PulseState;
import io.facephys.engine.StateLayout;
import io.facephys.engine.weights.InitialState;
import io.facephys.engine.weights.PulseWeights;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * Time of a frame in each stage of the kernel engine, over all layers and with their sizes; default
 * weights, chunks of {@value #FRAMES} frames.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class KernelBenchmark {
  private static final int FRAMES = Network.FRAMES_PER_PASS;

  private final PulseWeights weights = PulseWeights.read(ModelFiles.ofDefault().model());
  private final StateLayout layout = InitialState.layoutOf(weights, EngineOptions.DEFAULT);
  private final PulseState stored = InitialState.of(weights, layout, ModelFiles.ofDefault());
  private final float[] state = Vectors.allocate(layout.size());
  private final byte[] bytes = new byte[layout.size() * Float.BYTES];
  private final float[] intervals = new float[FRAMES];
  private final List<Layer> layers = new ArrayList<>();
  private final List<Layer> lastOfBlocks = new ArrayList<>();

  /** Reads the default weights and gives each layer a workspace of its own. */
  public KernelBenchmark() {
    StateValues.read(stored, state, bytes);
    Arrays.fill(intervals, FrameIntervals.NOMINAL_SECONDS);
    for (int block = 0; block < weights.blocks().size(); block++) {
      layers.add(new Layer(2 * block));
      layers.add(new Layer(2 * block + 1));
      lastOfBlocks.add(layers.get(layers.size() - 1));
    }
  }

  private final class Layer {
    private final StateConvolution convolution;
    private final StateConvolution.LayerWorkspace work;
    private final Pass pass;
    private final FeatureMaps input;
    private final Downsampling downsampling;
    private final float[] patches;
    private final float[] smaller;

    Layer(int layer) {
      int block = layer / 2;
      int pixels = weights.blocks().get(block).pixels();
      int frames = block == 0 ? Network.FRAMES_OF_FIRST_BLOCK : FRAMES;
      convolution = new StateConvolution(weights.convolutions().get(layer), pixels, layer, layout);
      work =
          convolution
          .new LayerWorkspace(
              frames, convolution.new FrameWorkspace(frames), new StateConvolution.TileWorkspace());
      pass = new Pass(0, frames, intervals, state);
      float[] noise = Vectors.allocate(pixels, pixels, CHANNELS);
      Random random = new Random(1);
      for (int i = 0; i < noise.length; i++) {
        noise[i] = random.nextFloat();
      }
      input = new FeatureMaps(noise, 0, pixels * CHANNELS, null); // the same one for all frames
      downsampling = new Downsampling(weights.projectedDownsampling(block), pixels);
      patches = Vectors.allocate(downsampling.patchValues());
      int half = (pixels + 1) / 2;
      smaller = Vectors.allocate(Downsampling.padded(half * half), CHANNELS);
    }
  }

  /** Runs a stage over all frames, a row of tiles after the other, as the engine does it. */
  private void run(BiConsumer<Layer, StateConvolution.TileRow> stage) {
    for (Layer layer : layers) {
      int pass = layer.pass.count();
      int batch = layer.convolution.batch();
      for (int done = 0; done < FRAMES; done += pass) {
        for (int first = 0; first < pass; first += batch) {
          int frames = Math.min(batch, pass - first);
          for (int row = 0; row < layer.convolution.tileRows(); row++) {
            stage.accept(layer, new StateConvolution.TileRow(row, first, frames));
          }
        }
      }
    }
  }

  @Benchmark
  @OperationsPerInvocation(FRAMES)
  public void normalisation() {
    run((layer, row) -> layer.convolution.normalise(row, layer.pass, layer.input, layer.work));
  }

  @Benchmark
  @OperationsPerInvocation(FRAMES)
  public void inputTransform() {
    run((layer, row) -> layer.convolution.transformInputs(row, layer.work));
  }

  @Benchmark
  @OperationsPerInvocation(FRAMES)
  public void matrixProducts() {
    run((layer, row) -> layer.convolution.multiply(row, layer.work));
  }

  @Benchmark
  @OperationsPerInvocation(FRAMES)
  public void outputTransform() {
    run((layer, row) -> layer.convolution.transformOutputs(row, layer.work));
  }

  @Benchmark
  @OperationsPerInvocation(FRAMES)
  public void pointwiseConvolution() {
    run((layer, row) -> layer.convolution.addPointwise(row, layer.work));
  }

  /** The models of the eight layers; the two of the head are small. */
  @Benchmark
  @OperationsPerInvocation(FRAMES)
  public void stateSpaceModels() {
    for (Layer layer : layers) {
      for (int done = 0; done < FRAMES; done += layer.pass.count()) {
        layer.convolution.runModel(layer.pass, layer.work);
      }
    }
  }

  @Benchmark
  @OperationsPerInvocation(FRAMES)
  public void downsampling() {
    for (Layer layer : lastOfBlocks) {
      for (int i = 0; i < FRAMES; i++) {
        int frame = i % layer.pass.count();
        layer.downsampling.run(
            layer.work.result(), layer.input, frame, layer.patches, layer.smaller, 0);
      }
    }
  }

  /** Once a chunk: the stored state into float32 values and back. */
  @Benchmark
  @OperationsPerInvocation(FRAMES)
  public PulseState stateInAndOut() {
    StateValues.read(stored, state, bytes);
    StateValues.write(state, layout.format(), bytes);
    return PulseState.copyOf(ByteBuffer.wrap(bytes), layout.format());
  }
}
