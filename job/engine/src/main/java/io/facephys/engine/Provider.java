package io.facephys.engine;

import java.util.Locale;

/** Where a model runs: the execution providers of ONNX Runtime. */
public enum Provider {
  /** The CPU; the same input always gives the same bits. */
  CPU,
  /** An NVIDIA GPU. */
  CUDA,
  /**
   * An NVIDIA GPU through TensorRT, which compiles the graph; CUDA runs the operators that TensorRT
   * does not support.
   */
  TENSORRT;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
