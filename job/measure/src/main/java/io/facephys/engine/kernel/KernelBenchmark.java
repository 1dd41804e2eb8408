package io.facephys.engine.kernel;

import static io.facephys.engine.kernel.SteeredConvolution.CHANNELS;

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
  private static final int STATES_PER_LAYER = 5;

  private final PulseWeights weights = PulseWeights.read(ModelFiles.ofDefault().model());
  private final StateLayout layout = InitialState.layoutOf(weights, EngineOptions.DEFAULT);
  private final PulseState stored = InitialState.of(weights, layout, ModelFiles.ofDefault());
  private final float[] state = new float[layout.size()];
  private final byte[] bytes = new byte[layout.size() * Float.BYTES];
  private final float[] intervals = new float[FRAMES];
  private final List<Layer> layers = new ArrayList<>();
  private final List<Layer> lastOfBlocks = new ArrayList<>();

  /** Reads the default weights and gives each layer memory of its own. */
  public KernelBenchmark() {
    StateNumbers.read(stored, state, bytes);
    Arrays.fill(intervals, FrameIntervals.NOMINAL_SECONDS);
    for (PulseWeights.Block block : weights.blocks()) {
      int pass = layers.isEmpty() ? Network.FRAMES_OF_FIRST_BLOCK : FRAMES;
      Downsampling downsampling = new Downsampling(block.downsampling(), block.pixels());
      for (PulseWeights.StateConvolution convolution : block.convolutions()) {
        int from = layers.size() * STATES_PER_LAYER;
        List<Integer> stateAt = layout.offsets().subList(from, from + STATES_PER_LAYER);
        layers.add(new Layer(convolution, block.pixels(), stateAt, pass, downsampling));
      }
      lastOfBlocks.add(layers.get(layers.size() - 1));
    }
  }

  private static final class Layer {
    private final SteeredConvolution convolution;
    private final SteeredConvolution.LayerMemory memory;
    private final int pass;
    private final Maps input;
    private final Downsampling downsampling;
    private final float[] taps;
    private final float[] smaller;

    Layer(
        PulseWeights.StateConvolution weights,
        int pixels,
        List<Integer> stateAt,
        int pass,
        Downsampling downsampling) {
      convolution = new SteeredConvolution(weights, pixels, stateAt);
      memory =
          convolution
          .new LayerMemory(
              pass, convolution.new FrameMemory(pass), new SteeredConvolution.GroupMemory());
      this.pass = pass;
      float[] noise = new float[pixels * pixels * CHANNELS];
      Random random = new Random(1);
      for (int i = 0; i < noise.length; i++) {
        noise[i] = random.nextFloat();
      }
      input = new Maps(noise, 0, pixels * CHANNELS, null); // the same one for all frames
      this.downsampling = downsampling;
      taps = new float[downsampling.temporary()];
      int half = (pixels + 1) / 2;
      smaller = new float[Downsampling.padded(half * half) * CHANNELS];
    }
  }

  @FunctionalInterface
  private interface Stage {
    void run(Layer layer, int row, int first, int count);
  }

  /** Runs a stage over all frames, a row of tiles after the other, as the engine does it. */
  private void run(Stage stage) {
    for (Layer layer : layers) {
      for (int done = 0; done < FRAMES; done += layer.pass) {
        for (int first = 0; first < layer.pass; first += layer.convolution.batch()) {
          int count = Math.min(layer.convolution.batch(), layer.pass - first);
          for (int row = 0; row < layer.convolution.rows(); row++) {
            stage.run(layer, row, first, count);
          }
        }
      }
    }
  }

  @Benchmark
  @OperationsPerInvocation(FRAMES)
  public void normalisation() {
    run(
        (layer, row, first, count) ->
            layer.convolution.normalise(
                row, first, count, layer.input, intervals, 0, state, layer.memory));
  }

  @Benchmark
  @OperationsPerInvocation(FRAMES)
  public void inputTransform() {
    run((layer, row, first, count) -> layer.convolution.transformInputs(count, layer.memory));
  }

  @Benchmark
  @OperationsPerInvocation(FRAMES)
  public void products() {
    run((layer, row, first, count) -> layer.convolution.multiply(count, layer.memory));
  }

  @Benchmark
  @OperationsPerInvocation(FRAMES)
  public void outputTransform() {
    run(
        (layer, row, first, count) ->
            layer.convolution.transformOutputs(row, first, count, layer.memory));
  }

  @Benchmark
  @OperationsPerInvocation(FRAMES)
  public void widening() {
    run((layer, row, first, count) -> layer.convolution.widen(row, first, count, layer.memory));
  }

  /** The models of the eight layers; the two of the head are small. */
  @Benchmark
  @OperationsPerInvocation(FRAMES)
  public void stateSpaceModels() {
    for (Layer layer : layers) {
      for (int done = 0; done < FRAMES; done += layer.pass) {
        layer.convolution.steer(layer.pass, intervals, done, state, layer.memory);
      }
    }
  }

  @Benchmark
  @OperationsPerInvocation(FRAMES)
  public void downsampling() {
    for (Layer layer : lastOfBlocks) {
      for (int frame = 0; frame < FRAMES; frame++) {
        layer.downsampling.run(
            layer.memory.result(), layer.input, frame % layer.pass, layer.taps, layer.smaller, 0);
      }
    }
  }

  /** Once a chunk: the stored state into numbers and back. */
  @Benchmark
  @OperationsPerInvocation(FRAMES)
  public PulseState stateInAndOut() {
    StateNumbers.read(stored, state, bytes);
    StateNumbers.write(state, layout.format(), bytes);
    return PulseState.copyOf(ByteBuffer.wrap(bytes), layout.format());
  }
}
