package io.facephys.engine.weights;

import io.facephys.engine.Internal;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * A tensor of float32 values, row-major. Immutable: the operations make new tensors.
 *
 * <p>The operations merge linear layers when a model is loaded; their sums are computed in double.
 */
@Internal
public final class Weight {
  private final float[] values;
  private final int[] shape;

  private Weight(float[] values, int[] shape) {
    this.values = values;
    this.shape = shape;
  }

  /** A tensor of the given shape. */
  public static Weight of(float[] values, int... shape) {
    if (values.length != sizeOf(shape)) {
      throw new IllegalArgumentException(
          "%d values do not fill shape %s".formatted(values.length, Arrays.toString(shape)));
    }
    return new Weight(values.clone(), shape.clone());
  }

  /** The values; a copy. */
  public float[] values() {
    return values.clone();
  }

  /** Sizes of the dimensions; a copy. */
  public int[] shape() {
    return shape.clone();
  }

  /** Size of one dimension. */
  public int size(int axis) {
    return shape[axis];
  }

  /** The same values in another shape. */
  public Weight reshaped(int... newShape) {
    return of(values, newShape);
  }

  /** The result of {@code function} for each value. */
  public Weight map(FloatFunction function) {
    float[] result = new float[values.length];
    for (int i = 0; i < result.length; i++) {
      result[i] = (float) function.apply(values[i]);
    }
    return new Weight(result, shape);
  }

  /** Dimensions in another order: dimension {@code i} of the result is {@code order[i]} of this. */
  public Weight transposed(int... order) {
    int[] newShape = Arrays.stream(order).map(axis -> shape[axis]).toArray();
    int[] strides = Arrays.stream(order).map(axis -> stride(axis)).toArray();
    float[] result = new float[values.length];
    for (int i = 0; i < result.length; i++) {
      int source = 0;
      for (int axis = order.length - 1, rest = i; axis >= 0; axis--) {
        source += rest % newShape[axis] * strides[axis];
        rest /= newShape[axis];
      }
      result[i] = values[source];
    }
    return new Weight(result, newShape);
  }

  /** Matrix product of the last dimension with the rows of {@code matrix} [rows, columns]. */
  public Weight times(Weight matrix) {
    int rows = matrix.shape[0];
    int columns = matrix.shape[1];
    if (shape[shape.length - 1] != rows) {
      throw new IllegalArgumentException(
          "%s cannot be multiplied by %s"
              .formatted(Arrays.toString(shape), Arrays.toString(matrix.shape)));
    }
    float[] result = new float[values.length / rows * columns];
    for (int i = 0; i < result.length; i++) {
      double sum = 0;
      for (int k = 0; k < rows; k++) {
        sum += (double) values[i / columns * rows + k] * matrix.values[k * columns + i % columns];
      }
      result[i] = (float) sum;
    }
    int[] newShape = shape.clone();
    newShape[shape.length - 1] = columns;
    return new Weight(result, newShape);
  }

  /** Every slice along {@code axis}, multiplied by its factor. */
  public Weight scaled(int axis, Weight factors) {
    int stride = stride(axis);
    float[] result = new float[values.length];
    for (int i = 0; i < result.length; i++) {
      result[i] = values[i] * factors.values[i / stride % shape[axis]];
    }
    return new Weight(result, shape);
  }

  /** Every {@code stride}-th value along the last dimension, from {@code first} on. */
  public Weight every(int stride, int first) {
    int[] newShape = shape.clone();
    newShape[shape.length - 1] /= stride;
    float[] result = new float[values.length / stride];
    for (int i = 0; i < result.length; i++) {
      result[i] = values[i * stride + first];
    }
    return new Weight(result, newShape);
  }

  /** Tensors one after the other along the first dimension. */
  public static Weight concat(Weight... parts) {
    int[] newShape = parts[0].shape.clone();
    newShape[0] = Arrays.stream(parts).mapToInt(part -> part.shape[0]).sum();
    float[] result = new float[sizeOf(newShape)];
    int at = 0;
    for (Weight part : parts) {
      System.arraycopy(part.values, 0, result, at, part.values.length);
      at += part.values.length;
    }
    return new Weight(result, newShape);
  }

  private int stride(int axis) {
    return IntStream.range(axis + 1, shape.length).map(i -> shape[i]).reduce(1, (a, b) -> a * b);
  }

  private static int sizeOf(int[] shape) {
    return Arrays.stream(shape).reduce(1, Math::multiplyExact);
  }

  /** A function for {@link #map}; its result is rounded to float. */
  public interface FloatFunction {
    double apply(float value);
  }
}
