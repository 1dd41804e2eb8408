package io.facephys.engine.onnx;

import static io.facephys.engine.weights.PulseWeights.CHANNELS;
import static io.facephys.engine.weights.PulseWeights.FRAME_PIXELS;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import io.facephys.engine.Frames;
import io.facephys.engine.StateLayout;
import io.facephys.engine.weights.PulseWeights;
import io.facephys.engine.weights.StateTensor;
import io.facephys.engine.weights.TensorNames;
import io.facephys.engine.weights.Weight;
import java.util.List;

/**
 * FacePhys, or some of its blocks, as an ONNX graph that takes T frames at once and gives the same
 * result as frame by frame.
 *
 * <p>Consecutive linear layers are merged, 1/255 into the first projection as well.
 */
final class Network {
  private static final String FEATURES = "features"; // between the two graphs
  private static final double BYTE_SCALE = 1 / 255.0;
  private static final int ANY = -1; // number of frames

  private final StatefulGraph graph;
  private final PulseWeights weights;
  private final int firstBlock;
  private final TemporalNormalisation normalisation;

  /** A graph of the blocks from {@code firstBlock} to before {@code endBlock}. */
  Network(PulseWeights weights, StateLayout layout, int firstBlock, int endBlock) {
    this.weights = weights;
    this.firstBlock = firstBlock;
    graph = new StatefulGraph(layout);
    normalisation = new TemporalNormalisation(graph, weights, 2 * firstBlock, 2 * endBlock);
  }

  /**
   * The first block, whose feature maps are much larger than those of the others, for any number of
   * frames.
   *
   * @param layout of the states
   * @param bytes whether frames are uint8 in 0..255 rather than float32 in 0..1
   */
  static GraphPart firstPart(PulseWeights weights, StateLayout layout, boolean bytes) {
    long pixels = FRAME_PIXELS;
    Port input =
        new Port(TensorNames.FRAMES, bytes, List.of(pixels, pixels, (long) Frames.CHANNELS));
    Network network = new Network(weights, layout, 0, 1);
    Weight projection = weights.blocks().get(0).projection();
    String features =
        bytes
            ? network.firstBlock(
                network.graph.cast(input.name(), DataType.FLOAT),
                projection.map(value -> value * BYTE_SCALE))
            : network.firstBlock(input.name(), projection);
    return network.part(ANY, input, features, features(weights));
  }

  /** Everything after {@link #firstPart}, for any number of frames. */
  static GraphPart lastPart(PulseWeights weights, StateLayout layout) {
    Port input = features(weights);
    Network network = new Network(weights, layout, 1, weights.blocks().size());
    return network.part(
        ANY, input, network.wave(input.name()), new Port(TensorNames.WAVE, false, List.of()));
  }

  private static Port features(PulseWeights weights) {
    long pixels = weights.blocks().get(1).pixels();
    return new Port(FEATURES, false, List.of((long) CHANNELS, pixels, pixels));
  }

  OnnxGraph graph() {
    return graph;
  }

  /**
   * The first block, with the projection of the second.
   *
   * @param frames [T, 36, 36, 3]
   * @param projection [3, 32], of the frames
   * @return [T, 32, 18, 18]
   */
  String firstBlock(String frames, Weight projection) {
    return new Block(graph, normalisation, weights, 0).writeFirst(frames, projection);
  }

  /**
   * The blocks after the first one, and the head.
   *
   * @param features [T, 32, 18, 18]
   * @return [1, T, 1]
   */
  String wave(String features) {
    String x = features;
    for (int i = 1; i < weights.blocks().size(); i++) {
      x = new Block(graph, normalisation, weights, i).write(x);
    }
    x = graph.reshape(graph.op("GlobalAveragePool", x), 1, -1, CHANNELS);
    int layer = weights.convolutions().size();
    for (PulseWeights.StateSpaceModel model : weights.projectedHeadModels()) {
      x = new StateSpaceModel(graph, model, layer++).write(x);
    }
    return graph.add(x, graph.constant(weights.outputBias()));
  }

  /**
   * The graph with its inputs and outputs.
   *
   * @param frames for which it is, {@value #ANY} for any number of them
   * @param result of the graph, which becomes {@code output}
   */
  GraphPart part(int frames, Port input, String result, Port output) {
    graph.input(input.name(), input.type(), input.shape(frames));
    graph.input(TensorNames.INTERVALS, DataType.FLOAT, frames);
    graph.output(
        graph.reshape(result, output.shape(-1)),
        output.name(),
        DataType.FLOAT,
        output.shape(frames));
    int firstState = StateTensor.REAL.of(2 * firstBlock);
    return new GraphPart(
        input, output, firstState, firstState + graph.declareStates(), graph.toModel());
  }
}
