package io.facephys.engine.onnx;

import static io.facephys.engine.weights.PulseWeights.CHANNELS;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import io.facephys.engine.StateLayout;
import io.facephys.engine.StatePrecision;
import io.facephys.engine.weights.InitialState;
import io.facephys.engine.weights.PulseWeights;
import io.facephys.engine.weights.PulseWeights.Block;
import io.facephys.engine.weights.PulseWeights.Convolution;
import io.facephys.engine.weights.PulseWeights.StateConvolution;
import io.facephys.engine.weights.PulseWeights.StateSpaceModel;
import io.facephys.engine.weights.TensorNames;
import io.facephys.engine.weights.Weight;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * FacePhys as ONNX graphs that take T frames at once and give the same result as frame by frame.
 *
 * <p>Consecutive linear layers are merged: 1/255 into the first projection, the projection of a
 * block into the downsampling before it, the steering of a convolution into its state space model.
 * States enter and leave in the format of a {@link StateLayout}; everything in between is float32.
 */
public final class ChunkGraph {
  private static final String FEATURES = "features"; // between the two parts
  private static final double BYTE_SCALE = 1 / 255.0;
  private static final int STATES_PER_CONVOLUTION = 5;
  private static final int STATES_PER_HEAD_MODEL = 3;
  private static final long[] NO_PADDING = new long[4];
  private static final long[] PADDING_3X3 = {1, 1, 1, 1};

  private final OnnxGraph graph = new OnnxGraph();
  private final PulseWeights weights;
  private final StateLayout layout;
  private final int firstLayer; // of the convolutions that are in this graph
  private final NormalisationGraph normalisation;
  private final Map<Integer, String> next = new TreeMap<>(); // state tensors after the chunk

  private ChunkGraph(PulseWeights weights, StateLayout layout, int firstLayer, int endLayer) {
    this.weights = weights;
    this.layout = layout;
    this.firstLayer = firstLayer;
    normalisation =
        new NormalisationGraph(
            graph,
            weights.convolutions().subList(firstLayer, endLayer).stream()
                .map(StateConvolution::normalisation)
                .toList());
  }

  /**
   * The whole model for one frame, float32 in 0..1, with the inputs and outputs of the published
   * one.
   */
  public static GraphPart singleFrame(PulseWeights weights) {
    long pixels = pixels(weights, 0);
    Port input = new Port(TensorNames.FRAMES, false, List.of(1L, pixels, pixels, 3L));
    Port output = new Port(TensorNames.WAVE, false, List.of(1L));
    StateLayout layout = InitialState.layoutOf(weights, StatePrecision.FLOAT32);
    ChunkGraph whole = new ChunkGraph(weights, layout, 0, weights.convolutions().size());
    String frame = whole.graph.reshape(input.name(), 1, pixels, pixels, 3);
    String features = whole.firstBlock(frame, weights.blocks().get(0).projection());
    return whole.part(1, input, whole.wave(features), output);
  }

  /**
   * The first block, whose feature maps are much larger than those of the others, for any number of
   * frames.
   *
   * @param layout of the states
   * @param bytes whether frames are uint8 in 0..255 rather than float32 in 0..1
   */
  public static GraphPart firstBlock(PulseWeights weights, StateLayout layout, boolean bytes) {
    long pixels = pixels(weights, 0);
    Port input = new Port(TensorNames.FRAMES, bytes, List.of(pixels, pixels, 3L));
    ChunkGraph first = new ChunkGraph(weights, layout, 0, 2);
    Weight projection = weights.blocks().get(0).projection();
    String features =
        bytes
            ? first.firstBlock(
                first.graph.cast(input.name(), DataType.FLOAT),
                projection.map(value -> value * BYTE_SCALE))
            : first.firstBlock(input.name(), projection);
    return first.part(-1, input, features, features(weights));
  }

  /** Everything after {@link #firstBlock}, for any number of frames. */
  public static GraphPart laterBlocks(PulseWeights weights, StateLayout layout) {
    Port input = features(weights);
    ChunkGraph later = new ChunkGraph(weights, layout, 2, weights.convolutions().size());
    return later.part(
        -1, input, later.wave(input.name()), new Port(TensorNames.WAVE, false, List.of()));
  }

  private static long pixels(PulseWeights weights, int block) {
    return weights.blocks().get(block).pixels();
  }

  private static Port features(PulseWeights weights) {
    long pixels = pixels(weights, 1);
    return new Port(FEATURES, false, List.of((long) CHANNELS, pixels, pixels));
  }

  // Declares inputs and outputs; frames is -1 for any number of them.
  private GraphPart part(int frames, Port input, String result, Port output) {
    graph.input(input.name(), input.type(), input.shape(frames));
    graph.input(TensorNames.INTERVALS, DataType.FLOAT, frames);
    graph.output(
        graph.reshape(result, output.shape(-1)),
        output.name(),
        DataType.FLOAT,
        output.shape(frames));
    next.forEach(
        (state, value) -> {
          long[] shape = shapeOf(layout.tensors().get(state));
          graph.input(TensorNames.state(state), typeOf(state), shape);
          graph.output(value, TensorNames.nextState(state), typeOf(state), shape);
        });
    int firstState = STATES_PER_CONVOLUTION * firstLayer;
    return new GraphPart(graph.toModel(), input, output, firstState, firstState + next.size());
  }

  private static long[] shapeOf(StateLayout.Tensor tensor) {
    return tensor.shape().stream().mapToLong(Long::longValue).toArray();
  }

  private DataType typeOf(int state) {
    return layout.isWide(state) ? DataType.FLOAT : DataType.FLOAT16;
  }

  // A state tensor before the chunk, float32.
  private String state(int index) {
    String name = TensorNames.state(index);
    return layout.isWide(index) ? name : graph.cast(name, DataType.FLOAT);
  }

  // frames: [T, 36, 36, 3] -> [T, 32, 18, 18], projected for the second block
  private String firstBlock(String frames, Weight projection) {
    Block block = weights.blocks().get(0);
    Weight outIn = projection.transposed(1, 0); // [32, 3]
    String channelsFirst = graph.transpose(frames, 0, 3, 1, 2); // [T, 3, 36, 36]
    String projected = // [T, 32, 36 * 36]
        graph.matMul(
            graph.constant(outIn),
            graph.reshape(channelsFirst, -1, 3, (long) block.pixels() * block.pixels()));
    String y = convolutions(0, projected);
    // The block adds its projected input to y and downsamples the sum. For the input, one
    // convolution does both the projection and the downsampling.
    Convolution down = downsampling(0);
    Weight ofInput = // [2, 2, 3, 32]
        down.kernel().transposed(0, 1, 3, 2).times(outIn).transposed(0, 1, 3, 2);
    return graph.add(
        downsampled(y, block, down.kernel()),
        downsampled(channelsFirst, block, ofInput, down.bias()));
  }

  // x: [T, 32, 18, 18] -> [T, 32, 3, 3]
  private String laterBlocks(String x) {
    String result = x;
    for (int i = 1; i < weights.blocks().size(); i++) {
      Convolution down = downsampling(i);
      result =
          downsampled(
              graph.add(convolutions(i, result), result),
              weights.blocks().get(i),
              down.kernel(),
              down.bias());
    }
    return result;
  }

  private String convolutions(int block, String x) {
    return convolution(2 * block + 1, convolution(2 * block, x));
  }

  // Downsampling of a block, merged with the projection of the next one; [2, 2, in, out].
  private Convolution downsampling(int block) {
    Convolution own = weights.blocks().get(block).downsampling();
    if (block + 1 == weights.blocks().size()) {
      return own;
    }
    Weight projection = weights.blocks().get(block + 1).projection();
    Weight bias = own.bias().reshaped(1, CHANNELS).times(projection).reshaped(CHANNELS);
    return new Convolution(own.kernel().times(projection), bias);
  }

  private String downsampled(String x, Block block, Weight kernel, Weight... bias) {
    int odd = block.pixels() % 2;
    Weight outIn = kernel.transposed(3, 2, 0, 1);
    Weight[] kernelAndBias =
        bias.length == 0 ? new Weight[] {outIn} : new Weight[] {outIn, bias[0]};
    return graph.convolution(x, 2, new long[] {0, 0, odd, odd}, kernelAndBias);
  }

  private String convolution(int layer, String x) {
    Block block = weights.blocks().get(layer / 2);
    StateConvolution convolution = block.convolutions().get(layer % 2);
    int firstState = STATES_PER_CONVOLUTION * layer;
    String meanSquare = state(firstState + 3);
    String mean = state(firstState + 4);
    NormalisationGraph.Result normalised =
        normalisation.write(
            layer - firstLayer, x, block.pixels(), convolution.normalisation(), meanSquare, mean);
    next.put(firstState + 3, normalised.meanSquare());
    next.put(firstState + 4, normalised.mean());

    Weight sign = NormalisationGraph.sign(convolution.normalisation());
    String features = convolved(normalised.frames(), convolution.features(), sign);
    String wide =
        graph.relu6(
            graph.convolution(
                features,
                1,
                NO_PADDING,
                convolution
                    .widening()
                    .kernel()
                    .transposed(1, 0)
                    .reshaped(PulseWeights.WIDE_CHANNELS, CHANNELS, 1, 1),
                convolution.widening().bias()));
    String means =
        graph.reshape(graph.op("GlobalAveragePool", wide), 1, -1, PulseWeights.WIDE_CHANNELS);
    StateSpaceModel model = convolution.model();
    Weight output = model.output().times(convolution.steering()).scaled(1, sign);
    String steering = stateSpace(model, firstState, means, model.input(), output);
    String steered = graph.add(normalised.frames(), graph.reshape(steering, -1, CHANNELS, 1, 1));
    return graph.relu6(convolved(steered, convolution.output(), sign));
  }

  // 3 x 3 convolution of [T, 32, rows, columns] whose channels have been multiplied by sign
  private String convolved(String x, Convolution convolution, Weight sign) {
    Weight kernel = convolution.kernel().scaled(2, sign).transposed(3, 2, 0, 1);
    return graph.convolution(x, 1, PADDING_3X3, kernel, convolution.bias());
  }

  // features: [T, 32, 18, 18] -> [1, T, 1]
  private String wave(String features) {
    String x = graph.reshape(graph.op("GlobalAveragePool", laterBlocks(features)), 1, -1, CHANNELS);
    List<StateSpaceModel> models = weights.headModels();
    int firstState = STATES_PER_CONVOLUTION * weights.convolutions().size();
    Weight input = weights.headProjection().times(models.get(0).input());
    String between = stateSpace(models.get(0), firstState, x, input, models.get(0).output());
    StateSpaceModel last = models.get(1);
    String sample =
        stateSpace(
            last,
            firstState + STATES_PER_HEAD_MODEL,
            between,
            last.input(),
            last.output().times(weights.output()));
    return graph.add(sample, graph.constant(weights.outputBias()));
  }

  private String stateSpace(
      StateSpaceModel model, int firstState, String x, Weight input, Weight output) {
    StateSpaceGraph.State state =
        new StateSpaceGraph.State(state(firstState), state(firstState + 1), state(firstState + 2));
    StateSpaceGraph.Result result =
        new StateSpaceGraph(graph, model).write(x, input, output, state);
    next.put(firstState, result.next().real());
    next.put(firstState + 1, result.next().imaginary());
    next.put(firstState + 2, result.next().tail());
    return result.frames();
  }
}
