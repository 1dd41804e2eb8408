package io.facephys.engine.graph;

import static io.facephys.engine.weights.PulseWeights.CHANNELS;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import io.facephys.engine.StateLayout;
import io.facephys.engine.weights.InitialState;
import io.facephys.engine.weights.PulseWeights;
import io.facephys.engine.weights.PulseWeights.Block;
import io.facephys.engine.weights.PulseWeights.Convolution;
import io.facephys.engine.weights.PulseWeights.StateConvolution;
import io.facephys.engine.weights.PulseWeights.StateSpaceModel;
import io.facephys.engine.weights.Weight;
import java.util.List;

/**
 * FacePhys as an ONNX graph that takes T frames at once and computes what frame by frame would.
 *
 * <p>Linear layers that follow one another are folded: 1/255 into the first projection, the
 * projection of a block into the downsampling before it, the steering of a convolution into its
 * state space model.
 */
public final class ChunkGraph {
  private static final double BYTE_SCALE = 1 / 255.0;
  private static final long[] NO_PADDING = new long[4];
  private static final long[] PADDING_3X3 = {1, 1, 1, 1};

  private final OnnxGraph graph = new OnnxGraph();
  private final PulseWeights weights;
  private final GraphForm form;
  private final NormalisationGraph normalisation;
  private final String[] next; // state tensors after the chunk

  private ChunkGraph(PulseWeights weights, GraphForm form) {
    this.weights = weights;
    this.form = form;
    StateLayout layout = InitialState.layoutOf(weights);
    next = new String[layout.tensors().size()];
    int pixels = weights.blocks().get(0).pixels();
    int frames = form == GraphForm.SINGLE_FRAME ? 1 : -1;
    graph.input(
        TensorNames.FRAMES,
        form == GraphForm.BYTE_CHUNK ? DataType.UINT8 : DataType.FLOAT,
        form.framesShape(frames, pixels, pixels));
    graph.input(TensorNames.INTERVALS, DataType.FLOAT, frames);
    for (StateLayout.Tensor tensor : layout.tensors()) {
      graph.input(tensor.name(), DataType.FLOAT, shapeOf(tensor));
    }
    normalisation =
        new NormalisationGraph(
            graph, weights.convolutions().stream().map(StateConvolution::normalisation).toList());
    String wave = wave(headInput(blocks(floats())));
    graph.output(graph.reshape(wave, form.waveShape(-1)), TensorNames.WAVE, form.waveShape(frames));
    for (int i = 0; i < next.length; i++) {
      graph.output(next[i], TensorNames.nextState(i), shapeOf(layout.tensors().get(i)));
    }
  }

  /**
   * The model's bytes. Its inputs and outputs are those of {@link TensorNames}, its state tensors
   * those of {@link InitialState#layoutOf}.
   */
  public static byte[] build(PulseWeights weights, GraphForm form) {
    return new ChunkGraph(weights, form).graph.toModel();
  }

  private static long[] shapeOf(StateLayout.Tensor tensor) {
    return tensor.shape().stream().mapToLong(Long::longValue).toArray();
  }

  // [T, rows, columns, 3]
  private String floats() {
    int pixels = weights.blocks().get(0).pixels();
    return switch (form) {
      case BYTE_CHUNK -> graph.cast(TensorNames.FRAMES, DataType.FLOAT);
      case FLOAT_CHUNK -> TensorNames.FRAMES;
      case SINGLE_FRAME -> graph.reshape(TensorNames.FRAMES, 1, pixels, pixels, 3);
    };
  }

  // frames: [T, 36, 36, 3] -> [T, 32, 3, 3]
  private String blocks(String frames) {
    Block first = weights.blocks().get(0);
    Weight projection = firstProjection().transposed(1, 0); // [32, 3]
    String pictures = graph.transpose(frames, 0, 3, 1, 2); // [T, 3, 36, 36]
    String projected = // [T, 32, 36 * 36]
        graph.matMul(
            graph.constant(projection),
            graph.reshape(pictures, -1, 3, (long) first.pixels() * first.pixels()));
    String y = secondConvolution(0, firstConvolution(0, projected));
    // The projection is added to y and both are downsampled; a convolution of the frames does it in
    // one.
    Convolution down = downsampling(0);
    Weight ofFrames = // [2, 2, 3, 32]
        down.kernel().transposed(0, 1, 3, 2).times(projection).transposed(0, 1, 3, 2);
    String residual = downsampled(pictures, first, ofFrames, down.bias());
    String x = graph.add(downsampled(y, first, down.kernel()), residual);
    for (int i = 1; i < weights.blocks().size(); i++) {
      y = secondConvolution(i, firstConvolution(i, x));
      Convolution further = downsampling(i);
      x = downsampled(graph.add(y, x), weights.blocks().get(i), further.kernel(), further.bias());
    }
    return x;
  }

  private Weight firstProjection() {
    Weight projection = weights.blocks().get(0).projection();
    return form == GraphForm.BYTE_CHUNK ? projection.map(value -> value * BYTE_SCALE) : projection;
  }

  // Downsampling of a block, with the projection of the next in it; [2, 2, in, out].
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

  private String firstConvolution(int block, String x) {
    return convolution(2 * block, weights.blocks().get(block), x);
  }

  private String secondConvolution(int block, String x) {
    return convolution(2 * block + 1, weights.blocks().get(block), x);
  }

  private String convolution(int layer, Block block, String x) {
    StateConvolution convolution = block.convolutions().get(layer % 2);
    int firstState = 5 * layer;
    String meanSquare = TensorNames.state(firstState + 3);
    String mean = TensorNames.state(firstState + 4);
    NormalisationGraph.Result normalised =
        normalisation.write(
            layer, x, block.pixels(), convolution.normalisation(), meanSquare, mean);
    next[firstState + 3] = normalised.meanSquare();
    next[firstState + 4] = normalised.mean();

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

  // 3 x 3 of [T, 32, rows, columns] whose channels have been multiplied with sign
  private String convolved(String x, Convolution convolution, Weight sign) {
    Weight kernel = convolution.kernel().scaled(2, sign).transposed(3, 2, 0, 1);
    return graph.convolution(x, 1, PADDING_3X3, kernel, convolution.bias());
  }

  private String headInput(String x) {
    return graph.reshape(graph.op("GlobalAveragePool", x), 1, -1, CHANNELS);
  }

  // [1, T, 32] -> [1, T, 1]
  private String wave(String x) {
    List<StateSpaceModel> models = weights.headModels();
    int firstState = 5 * weights.convolutions().size();
    Weight input = weights.headProjection().times(models.get(0).input());
    String between = stateSpace(models.get(0), firstState, x, input, models.get(0).output());
    StateSpaceModel last = models.get(1);
    String sample =
        stateSpace(
            last, firstState + 3, between, last.input(), last.output().times(weights.output()));
    return graph.add(sample, graph.constant(weights.outputBias()));
  }

  private String stateSpace(
      StateSpaceModel model, int firstState, String x, Weight input, Weight output) {
    StateSpaceGraph.State state =
        new StateSpaceGraph.State(
            TensorNames.state(firstState),
            TensorNames.state(firstState + 1),
            TensorNames.state(firstState + 2));
    StateSpaceGraph.Result result =
        new StateSpaceGraph(graph, model).write(x, input, output, state);
    next[firstState] = result.next().real();
    next[firstState + 1] = result.next().imaginary();
    next[firstState + 2] = result.next().tail();
    return result.frames();
  }
}
