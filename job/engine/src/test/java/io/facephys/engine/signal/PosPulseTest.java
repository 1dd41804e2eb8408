package io.facephys.engine.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.facephys.engine.Frames;
import java.nio.FloatBuffer;
import org.junit.jupiter.api.Test;

/** Expected wave: signal_reference.py, NumPy 2.4.6. */
final class PosPulseTest {
  private static final double[][] COLOURS = {
    SignalReference.column("red"), SignalReference.column("green"), SignalReference.column("blue")
  };

  @Test
  void waveIsThatOfTheAlgorithmInNumPy() {
    assertThat(PosPulse.wave(COLOURS, 30))
        .containsExactly(SignalReference.column("pos"), within(1e-8));
  }

  @Test
  void onlyTheMeanColourOfAPictureCounts() {
    float[] pictures = new float[COLOURS[0].length * 6]; // two pixels each
    for (int i = 0; i < pictures.length; i++) {
      float sign = i % 6 < 3 ? 1 : -1;
      pictures[i] = (float) COLOURS[i % 3][i / 6] / 255 + sign * 0.1f;
    }
    Frames frames = Frames.ofFloats(FloatBuffer.wrap(pictures), COLOURS[0].length);

    assertThat(PosPulse.wave(frames, 30))
        .containsExactly(SignalReference.column("pos"), within(1e-4));
  }

  @Test
  void darknessHasNoPulse() {
    assertThat(PosPulse.wave(new double[3][100], 30)).containsOnly(0);
  }
}
