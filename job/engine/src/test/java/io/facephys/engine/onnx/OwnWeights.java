package io.facephys.engine.onnx;

import io.facephys.engine.Frames;
import io.facephys.engine.ModelFiles;
import io.facephys.engine.StateLayout;
import io.facephys.engine.StatePrecision;
import io.facephys.engine.weights.InitialState;
import io.facephys.engine.weights.PulseWeights;
import io.facephys.engine.weights.StateFile;
import io.facephys.engine.weights.TensorNames;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;

/** The default weights in the two forms that the engines load. */
public final class OwnWeights {
  private OwnWeights() {}

  /** As shipped; processed in whole chunks. */
  public static ModelFiles chunks() {
    return ModelFiles.ofDefault();
  }

  /** As an ONNX model of one frame, in the form of the published one. */
  public static ModelFiles frames() throws IOException {
    PulseWeights weights = PulseWeights.read(ModelFiles.ofDefault().model());
    ByteArrayOutputStream state = new ByteArrayOutputStream();
    StateLayout layout = InitialState.layoutOf(weights, StatePrecision.FLOAT32);
    StateFile.write(state, layout, InitialState.of(weights));
    return new ModelFiles("own-1", singleFrame(weights, layout).model(), state.toByteArray());
  }

  /** The whole model for one frame, float32 in 0..1. */
  private static GraphPart singleFrame(PulseWeights weights, StateLayout layout) {
    long pixels = PulseWeights.FRAME_PIXELS;
    long channels = Frames.CHANNELS;
    Port input = new Port(TensorNames.FRAMES, false, List.of(1L, pixels, pixels, channels));
    Port output = new Port(TensorNames.WAVE, false, List.of(1L));
    Network whole = new Network(weights, layout, 0, weights.blocks().size());
    String frame = whole.graph().reshape(input.name(), 1, pixels, pixels, channels);
    String features = whole.firstBlock(frame, weights.blocks().get(0).projection());
    return whole.part(1, input, whole.wave(features), output);
  }
}
