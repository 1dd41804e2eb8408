package io.facephys.engine.onnx;

import io.facephys.engine.PulseState;
import io.facephys.engine.StateLayout;
import java.nio.FloatBuffer;
import java.util.stream.IntStream;

/** Comparisons of states. */
final class States {
  private States() {}

  static float largestDifference(PulseState a, PulseState b) {
    FloatBuffer first = a.floats();
    FloatBuffer second = b.floats();
    float largest = 0;
    for (int i = 0; i < a.size(); i++) {
      largest = Math.max(largest, Math.abs(first.get(i) - second.get(i)));
    }
    return largest;
  }

  static PulseState copyOf(PulseState state) {
    return PulseState.copyOf(state.bytes(), state.format());
  }

  /** Smallest, mean and largest value of each tensor. */
  static float[] leastMeanGreatest(StateLayout layout, PulseState state) {
    float[] check = new float[layout.tensors().size() * 3];
    FloatBuffer numbers = state.floats();
    for (int i = 0; i < layout.tensors().size(); i++) {
      int from = layout.offset(i);
      var summary =
          IntStream.range(from, from + layout.tensors().get(i).size())
              .mapToDouble(numbers::get)
              .summaryStatistics();
      check[3 * i] = (float) summary.getMin();
      check[3 * i + 1] = (float) summary.getAverage();
      check[3 * i + 2] = (float) summary.getMax();
    }
    return check;
  }
}
