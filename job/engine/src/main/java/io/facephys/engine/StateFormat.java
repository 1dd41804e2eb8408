package io.facephys.engine;

import java.io.Serializable;
import java.nio.ByteBuffer;
import java.util.OptionalInt;

/**
 * How the values of a {@link PulseState} are stored as bytes: one after the other, as float16
 * except for one range of float32.
 *
 * @param size how many values there are
 * @param firstFloat32 index of the first float32 value; even, so that the float32 values are
 *     aligned
 * @param endFloat32 index after the last float32 value
 */
public record StateFormat(int size, int firstFloat32, int endFloat32) implements Serializable {
  public StateFormat {
    if (firstFloat32 < 0
        || firstFloat32 > endFloat32
        || endFloat32 > size
        || firstFloat32 % 2 != 0) {
      throw new IllegalArgumentException(
          "values %d to %d of %d cannot be the float32 range"
              .formatted(firstFloat32, endFloat32, size));
    }
  }

  /** All values as float32. */
  public static StateFormat float32(int size) {
    return new StateFormat(size, 0, size);
  }

  /** Size of a state, bytes. */
  public int bytes() {
    return offset(size);
  }

  /** Where a value begins, bytes from the start. */
  public int offset(int index) {
    int float32Before = Math.max(0, Math.min(index, endFloat32) - firstFloat32);
    return Short.BYTES * index + (Float.BYTES - Short.BYTES) * float32Before;
  }

  /** Whether a value is stored as float32. */
  public boolean isFloat32(int index) {
    return index >= firstFloat32 && index < endFloat32;
  }

  float get(ByteBuffer bytes, int index) {
    return isFloat32(index)
        ? bytes.getFloat(offset(index))
        : Float16.toFloat(bytes.getShort(offset(index)));
  }

  void put(ByteBuffer bytes, int index, float value) {
    if (isFloat32(index)) {
      bytes.putFloat(offset(index), value);
    } else {
      bytes.putShort(offset(index), Float16.of(value));
    }
  }

  /** Index of the first value that is NaN or infinite. */
  OptionalInt firstNotFinite(ByteBuffer bytes) {
    // Runs for every chunk: one loop per width takes a fifth of the time of calling get.
    int i = 0;
    int at = 0;
    for (; i < firstFloat32 && Float16.isFinite(bytes.getShort(at)); i++) {
      at += Short.BYTES;
    }
    for (; i >= firstFloat32 && i < endFloat32 && Float.isFinite(bytes.getFloat(at)); i++) {
      at += Float.BYTES;
    }
    for (; i >= endFloat32 && i < size && Float16.isFinite(bytes.getShort(at)); i++) {
      at += Short.BYTES;
    }
    return i == size ? OptionalInt.empty() : OptionalInt.of(i);
  }
}
