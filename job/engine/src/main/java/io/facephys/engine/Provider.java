package io.facephys.engine;

import java.util.Locale;

/** What does a model's arithmetic: ONNX Runtime's execution providers. */
public enum Provider {
  /** The processor; the same bits each time. */
  CPU,
  /** An NVIDIA GPU. */
  CUDA,
  /** An NVIDIA GPU by way of TensorRT, which compiles the graph; CUDA does what it leaves. */
  TENSORRT;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
