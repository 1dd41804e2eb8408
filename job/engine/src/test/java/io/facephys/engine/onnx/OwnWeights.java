package io.facephys.engine.onnx;

import io.facephys.engine.ModelFiles;
import io.facephys.engine.StateLayout;
import io.facephys.engine.StatePrecision;
import io.facephys.engine.weights.InitialState;
import io.facephys.engine.weights.PulseWeights;
import io.facephys.engine.weights.StateFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/** The default weights in the two forms that the backend loads. */
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
    return new ModelFiles("own-1", ChunkGraph.singleFrame(weights).model(), state.toByteArray());
  }
}
