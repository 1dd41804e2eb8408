package io.facephys.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Where each tensor stands in a {@link PulseState}: one after the other, row-major, without
 * padding.
 *
 * @param tensors in the order of the state
 * @param format of their numbers
 */
public record StateLayout(List<Tensor> tensors, StateFormat format) {
  /**
   * One state tensor.
   *
   * @param name as the model has it, {@code state_in_0} and so on
   * @param shape sizes of its dimensions, each at least 1
   */
  public record Tensor(String name, List<Long> shape) {
    public Tensor {
      shape = List.copyOf(shape);
    }

    /** How many numbers it holds. */
    public int size() {
      long size = 1; // no stream: each chunk asks for all of them several times
      for (long length : shape) {
        size = Math.multiplyExact(size, length);
      }
      return Math.toIntExact(size);
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

  /** Tensors of float32 numbers. */
  public StateLayout(List<Tensor> tensors) {
    this(tensors, StateFormat.float32(tensors.stream().mapToInt(Tensor::size).sum()));
  }

  /** The same tensors, all of them float16 but for one. */
  public StateLayout narrowBut(int wideTensor) {
    int first = offsets().get(wideTensor);
    return new StateLayout(
        tensors, new StateFormat(size(), first, first + tensors.get(wideTensor).size()));
  }

  /** Whether a tensor is float32, else float16. */
  public boolean isWide(int tensor) {
    return format.isWide(offsets().get(tensor));
  }

  /** How many numbers a state holds. */
  public int size() {
    return format.size();
  }

  /** Index of each tensor's first number. */
  public List<Integer> offsets() {
    List<Integer> offsets = new ArrayList<>();
    int offset = 0;
    for (Tensor tensor : tensors) {
      offsets.add(offset);
      offset += tensor.size();
    }
    return offsets;
  }
}
