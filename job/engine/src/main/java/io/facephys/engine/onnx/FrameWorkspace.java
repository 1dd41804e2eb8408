package io.facephys.engine.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.facephys.engine.Frames;
import io.facephys.engine.NonFiniteException;
import io.facephys.engine.PulseState;
import io.facephys.engine.StateLayout;
import io.facephys.engine.Step;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Native memory for one step at a time, made once and used again.
 *
 * <p>Two copies of the state lie in native memory, and each frame is read from one and written into
 * the other by ONNX Runtime itself, so a chunk copies a state twice (in and out), however many
 * frames it has.
 */
final class FrameWorkspace implements AutoCloseable {
  private static final int EXPONENT = 0x7F80_0000;

  private final OrtSession session;
  private final StateLayout layout;
  private final List<OnnxTensor> tensors = new ArrayList<>();
  private final FloatBuffer frame; // (row, column, channel), 0..1
  private final FloatBuffer interval; // seconds
  private final FloatBuffer sample;
  private final List<ByteBuffer> states =
      new ArrayList<>(); // two, float32 as the layout orders them
  private final List<Map<String, OnnxTensor>> inputs = new ArrayList<>(); // read from states[i]
  private final List<Map<String, OnnxTensor>> outputs = new ArrayList<>(); // write to states[i]

  FrameWorkspace(OrtSession session, OnnxContract contract) throws OrtException {
    this.session = session;
    this.layout = contract.state();
    frame = direct(contract.height() * contract.width() * 3).asFloatBuffer();
    interval = direct(1).asFloatBuffer();
    sample = direct(1).asFloatBuffer();
    try {
      OnnxTensor frameTensor = tensor(frame, 1, 1, contract.height(), contract.width(), 3);
      OnnxTensor intervalTensor = tensor(interval, 1);
      OnnxTensor sampleTensor = tensor(sample, 1, 1);
      for (int i = 0; i < 2; i++) {
        ByteBuffer state = direct(layout.size());
        states.add(state);
        inputs.add(
            new HashMap<>(
                Map.of(OnnxContract.FRAME, frameTensor, OnnxContract.INTERVAL, intervalTensor)));
        outputs.add(new HashMap<>(Map.of(OnnxContract.SAMPLE, sampleTensor)));
        bindState(state.asFloatBuffer(), inputs.get(i), outputs.get(i));
      }
    } catch (OrtException | RuntimeException e) {
      close();
      throw e;
    }
  }

  private void bindState(
      FloatBuffer state, Map<String, OnnxTensor> input, Map<String, OnnxTensor> output)
      throws OrtException {
    List<Integer> offsets = layout.offsets();
    for (int i = 0; i < offsets.size(); i++) {
      StateLayout.Tensor part = layout.tensors().get(i);
      long[] shape = part.shape().stream().mapToLong(Long::longValue).toArray();
      OnnxTensor tensor = tensor(state.slice(offsets.get(i), part.size()), shape);
      input.put(part.name(), tensor);
      output.put(OnnxContract.nextState(i), tensor);
    }
  }

  /** See {@link io.facephys.engine.PulseModel#advance}; the arguments have been checked. */
  Step advance(Frames frames, float[] intervalsSeconds, PulseState state) throws OrtException {
    float[] wave = new float[frames.count()];
    int from = 0;
    state.copyTo(states.get(from).clear());
    for (int i = 0; i < wave.length; i++) {
      frames.copyFrame(i, frame.clear());
      interval.put(0, intervalsSeconds[i]);
      session.run(inputs.get(from), outputs.get(1 - from)).close();
      wave[i] = sample.get(0);
      from = 1 - from;
    }
    ByteBuffer next = states.get(from).clear();
    checkFinite(wave, next);
    return new Step(wave, PulseState.copyOf(next));
  }

  private void checkFinite(float[] wave, ByteBuffer next) {
    for (int i = 0; i < wave.length; i++) {
      if (!Float.isFinite(wave[i])) {
        throw new NonFiniteException("the wave is %s at frame %d".formatted(wave[i], i));
      }
    }
    for (int i = 0; i < next.limit(); i += Float.BYTES) {
      if ((next.getInt(i) & EXPONENT) == EXPONENT) {
        throw new NonFiniteException(
            "the state is %s at number %d of %d"
                .formatted(next.getFloat(i), i / Float.BYTES, layout.size()));
      }
    }
  }

  private OnnxTensor tensor(FloatBuffer memory, long... shape) throws OrtException {
    OnnxTensor tensor = OnnxTensor.createTensor(OrtEnvironment.getEnvironment(), memory, shape);
    tensors.add(tensor);
    return tensor;
  }

  private static ByteBuffer direct(int floats) {
    return ByteBuffer.allocateDirect(floats * Float.BYTES).order(PulseState.BYTE_ORDER);
  }

  @Override
  public void close() {
    tensors.forEach(OnnxTensor::close);
  }
}
