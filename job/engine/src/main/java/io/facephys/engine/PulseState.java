package io.facephys.engine;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;

/**
 * All that a model remembers of one subject: the numbers of its state tensors, float32, as {@link
 * StateLayout} orders them.
 *
 * <p>An immutable value. It is biometric: a picture of the face can be made from it.
 */
public final class PulseState {
  /** Order of a float's bytes in memory and in every stored state. */
  public static final ByteOrder BYTE_ORDER = ByteOrder.LITTLE_ENDIAN;

  // float32, little-endian. Bytes, because Flink's serialisers and native memory both take them in
  // one copy.
  private final byte[] bytes;

  private PulseState(byte[] bytes) {
    this.bytes = bytes;
  }

  /** A state of the remaining numbers of {@code source}, which must be in {@link #BYTE_ORDER}. */
  public static PulseState copyOf(ByteBuffer source) {
    byte[] bytes = new byte[source.remaining()];
    source.get(bytes);
    return new PulseState(bytes);
  }

  /** A state that {@link #writeTo} wrote, of {@code size} numbers. */
  public static PulseState readFrom(DataInput source, int size) throws IOException {
    byte[] bytes = new byte[Math.multiplyExact(size, Float.BYTES)];
    source.readFully(bytes);
    return new PulseState(bytes);
  }

  /** Writes the numbers, 4 bytes each, without a header. */
  public void writeTo(DataOutput target) throws IOException {
    target.write(bytes);
  }

  /** The numbers, read-only. */
  public FloatBuffer floats() {
    return ByteBuffer.wrap(bytes).order(BYTE_ORDER).asFloatBuffer().asReadOnlyBuffer();
  }

  /** How many numbers there are. */
  public int size() {
    return bytes.length / Float.BYTES;
  }

  /** Whether every bit is the same. */
  @Override
  public boolean equals(Object other) {
    return other instanceof PulseState that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return "PulseState of %d numbers".formatted(size());
  }
}
