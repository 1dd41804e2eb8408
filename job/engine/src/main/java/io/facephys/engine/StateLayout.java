package io.facephys.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Where each tensor stands in a {@link PulseState}: one after the other, row-major, without
 * padding.
 *
 * @param tensors in the order of the state
 */
public record StateLayout(List<Tensor> tensors) {
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

  /** How many numbers a state holds. */
  public int size() {
    return tensors.stream().mapToInt(Tensor::size).sum();
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
