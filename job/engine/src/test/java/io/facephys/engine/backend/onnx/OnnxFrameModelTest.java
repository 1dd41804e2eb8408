package io.facephys.engine.backend.onnx;

import io.facephys.engine.EngineOptions;
import java.io.IOException;

/** One frame after the other: no cutting changes a bit. */
class OnnxFrameModelTest extends PulseModelContract {
  OnnxFrameModelTest() throws IOException {
    super(OwnWeights.frames(), EngineOptions.DEFAULT, 0, 0, 1e-3f);
  }
}
