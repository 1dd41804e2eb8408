package io.facephys.engine;

import java.io.Serializable;
import java.nio.ByteBuffer;
import java.util.OptionalInt;

/**
 * How the numbers of a {@link PulseState} are stored as bytes: one after the other, as float16
 * except for one range of float32.
 *
 * @param size how many numbers there are
 * @param firstWide index of the first float32 number; even, so that the float32 numbers are aligned
 * @param endWide index after the last float32 number
 */
public record StateFormat(int size, int firstWide, int endWide) implements Serializable {
  public StateFormat {
    if (firstWide < 0 || firstWide > endWide || endWide > size || firstWide % 2 != 0) {
      throw new IllegalArgumentException(
          "numbers %d to %d of %d cannot be the float32 range".formatted(firstWide, endWide, size));
    }
  }

  /** All numbers as float32. */
  public static StateFormat float32(int size) {
    return new StateFormat(size, 0, size);
  }

  /** Size of a state, bytes. */
  public int bytes() {
    return offset(size);
  }

  /** Where a number begins, bytes from the start. */
  public int offset(int number) {
    int wideBefore = Math.max(0, Math.min(number, endWide) - firstWide);
    return Short.BYTES * number + (Float.BYTES - Short.BYTES) * wideBefore;
  }

  /** Whether a number is stored as float32. */
  public boolean isWide(int number) {
    return number >= firstWide && number < endWide;
  }

  float get(ByteBuffer bytes, int number) {
    return isWide(number)
        ? bytes.getFloat(offset(number))
        : Float16.toFloat(bytes.getShort(offset(number)));
  }

  void put(ByteBuffer bytes, int number, float value) {
    if (isWide(number)) {
      bytes.putFloat(offset(number), value);
    } else {
      bytes.putShort(offset(number), Float16.of(value));
    }
  }

  /** Index of the first number that is NaN or infinite. */
  OptionalInt firstNotFinite(ByteBuffer bytes) {
    // Runs for every chunk: one loop per width takes a fifth of the time of calling get.
    int i = 0;
    int at = 0;
    for (; i < firstWide && Float16.isFinite(bytes.getShort(at)); i++) {
      at += Short.BYTES;
    }
    for (; i >= firstWide && i < endWide && Float.isFinite(bytes.getFloat(at)); i++) {
      at += Float.BYTES;
    }
    for (; i >= endWide && i < size && Float16.isFinite(bytes.getShort(at)); i++) {
      at += Short.BYTES;
    }
    return i == size ? OptionalInt.empty() : OptionalInt.of(i);
  }
}
