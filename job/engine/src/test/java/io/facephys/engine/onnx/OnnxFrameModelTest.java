package io.facephys.engine.onnx;

import io.facephys.engine.EngineOptions;
import java.io.IOException;

/** One frame after the other: no chunking changes a bit. */
class OnnxFrameModelTest extends PulseModelContract {
  OnnxFrameModelTest() throws IOException {
    super(OwnWeights.frames(), EngineOptions.DEFAULT, Bounds.NONE.referenceState(3e-3f));
  }
}
