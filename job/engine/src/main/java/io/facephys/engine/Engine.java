package io.facephys.engine;

import java.util.Locale;

/** What runs a model. */
public enum Engine {
  /** ONNX Runtime; runs every model. */
  ONNX,
  /** This project's kernels in Java's Vector API; runs FacePhys weights. */
  KERNEL;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
