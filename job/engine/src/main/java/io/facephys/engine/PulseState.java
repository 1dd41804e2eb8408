package io.facephys.engine;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.OptionalInt;

/**
 * The model state of one subject: the values of its state tensors, in the order of the {@link
 * StateLayout}.
 *
 * <p>Immutable. It is biometric data: an image of the face can be reconstructed from it.
 */
public final class PulseState {
  /** Byte order of the values in memory and in stored states. */
  public static final ByteOrder BYTE_ORDER = ByteOrder.LITTLE_ENDIAN;

  private final StateFormat format;

  // Bytes, because they reach Flink's serialisers and native memory in a single copy.
  private final byte[] bytes;

  private PulseState(StateFormat format, byte[] bytes) {
    this.format = format;
    this.bytes = bytes;
  }

  /** A state of the remaining bytes of {@code source}: float32 values in {@link #BYTE_ORDER}. */
  public static PulseState copyOf(ByteBuffer source) {
    return copyOf(source, StateFormat.float32(source.remaining() / Float.BYTES));
  }

  /** A state of the next bytes of {@code source}, as many as the format has. */
  public static PulseState copyOf(ByteBuffer source, StateFormat format) {
    byte[] bytes = new byte[format.bytes()];
    source.get(bytes);
    return new PulseState(format, bytes);
  }

  /** A state of these values, rounded where the format has fewer bits. */
  public static PulseState of(float[] values, StateFormat format) {
    byte[] bytes = new byte[format.bytes()];
    ByteBuffer target = ByteBuffer.wrap(bytes).order(BYTE_ORDER);
    for (int i = 0; i < values.length; i++) {
      format.put(target, i, values[i]);
    }
    return new PulseState(format, bytes);
  }

  /** Reads a state that {@link #writeTo} wrote. */
  public static PulseState readFrom(DataInput source, StateFormat format) throws IOException {
    byte[] bytes = new byte[format.bytes()];
    source.readFully(bytes);
    return new PulseState(format, bytes);
  }

  /** Writes the bytes, without a header. */
  public void writeTo(DataOutput target) throws IOException {
    target.write(bytes);
  }

  /** How the values are stored as bytes. */
  public StateFormat format() {
    return format;
  }

  /** The same values in another format, rounded where it has fewer bits. */
  public PulseState in(StateFormat other) {
    if (other.equals(format)) {
      return this;
    }
    if (other.size() != size()) {
      throw new IllegalArgumentException(
          "a state of %d values cannot be converted to one of %d".formatted(size(), other.size()));
    }
    ByteBuffer source = bytes();
    byte[] target = new byte[other.bytes()];
    ByteBuffer values = ByteBuffer.wrap(target).order(BYTE_ORDER);
    for (int i = 0; i < size(); i++) {
      other.put(values, i, format.get(source, i));
    }
    return new PulseState(other, target);
  }

  /** The bytes, read-only. */
  public ByteBuffer bytes() {
    return ByteBuffer.wrap(bytes).asReadOnlyBuffer().order(BYTE_ORDER);
  }

  /** The values, read-only. */
  public FloatBuffer floats() {
    return in(StateFormat.float32(size())).bytes().asFloatBuffer();
  }

  /** How many values there are. */
  public int size() {
    return format.size();
  }

  /** Index of the first value that is NaN or infinite. */
  public OptionalInt firstNotFinite() {
    return format.firstNotFinite(bytes());
  }

  /** Whether the format and every bit are equal. */
  @Override
  public boolean equals(Object other) {
    return other instanceof PulseState that
        && format.equals(that.format)
        && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return "PulseState of %d values".formatted(size());
  }
}
