package io.facephys.engine.onnx;

import java.io.IOException;

/** One frame after the other: no cutting changes a bit. */
class OnnxFrameModelTest extends PulseModelContract {
  OnnxFrameModelTest() throws IOException {
    super(OwnWeights.frames(), 0, 0);
  }
}
