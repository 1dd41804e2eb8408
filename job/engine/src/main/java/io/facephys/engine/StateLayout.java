package io.facephys.engine;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The tensors of a {@link PulseState}: one after the other, row-major, without padding.
 *
 * @param tensors in the order of the state
 * @param format how their values are stored
 */
public record StateLayout(List<Tensor> tensors, StateFormat format) {
  /**
   * One state tensor.
   *
   * @param name as in the model: {@code state_in_0} and so on
   * @param shape sizes of its dimensions, each at least 1
   */
  public record Tensor(String name, List<Long> shape) {
    public Tensor {
      shape = List.copyOf(shape);
    }

    /** How many values it holds. */
    public int size() {
      long size = 1; // no stream: runs several times per tensor and chunk
      for (long length : shape) {
        size = Math.multiplyExact(size, length);
      }
      return Math.toIntExact(size);
    }

    /** Its shape as an array. */
    public long[] dimensions() {
      return shape.stream().mapToLong(Long::longValue).toArray();
    }

    /** Its name and shape, for messages. */
    public String describe() {
      return name
          + shape.stream().map(String::valueOf).collect(Collectors.joining(", ", " [", "]"));
    }
  }

  public StateLayout {
    tensors = List.copyOf(tensors);
  }

  /** A layout of float32 values. */
  public StateLayout(List<Tensor> tensors) {
    this(tensors, StateFormat.float32(tensors.stream().mapToInt(Tensor::size).sum()));
  }

  /** The same tensors, all stored as float16 except one. */
  public StateLayout float16Except(int float32Tensor) {
    int first = offset(float32Tensor);
    return new StateLayout(
        tensors, new StateFormat(size(), first, first + tensors.get(float32Tensor).size()));
  }

  /** Whether a tensor is stored as float32 rather than float16. */
  public boolean isFloat32(int tensor) {
    return format.isFloat32(offset(tensor));
  }

  /** How many values a state holds. */
  public int size() {
    return format.size();
  }

  /** Index of a tensor's first value. */
  public int offset(int tensor) {
    int offset = 0;
    for (int i = 0; i < tensor; i++) {
      offset += tensors.get(i).size();
    }
    return offset;
  }
}
