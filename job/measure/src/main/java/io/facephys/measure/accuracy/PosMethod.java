package io.facephys.measure.accuracy;

import io.facephys.engine.recording.Recording;
import io.facephys.engine.signal.PosPulse;

/** POS at the clip's mean frame rate. */
public record PosMethod() implements PulseMethod {
  static final String LABEL = "POS";

  @Override
  public String label() {
    return LABEL;
  }

  @Override
  public int seed() {
    return 1;
  }

  @Override
  public String origin() {
    return "Wang et al. 2017, algorithm 1: no training, not causal";
  }

  @Override
  public double[] wave(Recording recording) {
    long[] micros = recording.captureTimesMicros();
    double seconds = (micros[micros.length - 1] - micros[0]) / 1e6;
    return PosPulse.wave(recording.frames(), (recording.length() - 1) / seconds);
  }

  @Override
  public void close() {}
}
