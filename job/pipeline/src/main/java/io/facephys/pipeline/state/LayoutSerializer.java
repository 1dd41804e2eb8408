package io.facephys.pipeline.state;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.flink.util.function.FunctionWithException;
import org.apache.flink.util.function.SerializableSupplier;

/**
 * Serializes an immutable type in a byte layout that its subclass writes out, so that stored state
 * does not depend on the names of classes or fields. Numbers are big-endian, as Java's {@code
 * DataOutput} writes them.
 *
 * <p>A layout has a version, and a serializer reads and writes one of them: the job the newest, and
 * Flink an older one where it converts a savepoint. A field that came with version 2 is read and
 * written {@code if (version() >= 2)}.
 */
abstract class LayoutSerializer<T> extends ImmutableSerializer<T> {
  private static final long serialVersionUID = 1L;

  private final int version;
  private final SerializableSupplier<LayoutSnapshot<T>> newestSnapshot;
  private final SerializableSupplier<T> empty;

  /**
   * @param newestSnapshot makes a snapshot of the newest version
   * @param empty makes a value for {@link #createInstance()}
   */
  LayoutSerializer(
      int version,
      SerializableSupplier<LayoutSnapshot<T>> newestSnapshot,
      SerializableSupplier<T> empty) {
    this.version = version;
    this.newestSnapshot = newestSnapshot;
    this.empty = empty;
  }

  /** The version of the layout that this serializer reads and writes. */
  final int version() {
    return version;
  }

  @Override
  public final T createInstance() {
    return empty.get();
  }

  @Override
  public final TypeSerializerSnapshot<T> snapshotConfiguration() {
    return newestSnapshot.get().of(version);
  }

  @Override
  public final boolean equals(Object other) {
    return other instanceof LayoutSerializer<?> that
        && getClass() == that.getClass()
        && version == that.version;
  }

  @Override
  public final int hashCode() {
    return getClass().hashCode() + version;
  }

  @Override
  public void copy(DataInputView source, DataOutputView target) throws IOException {
    serialize(deserialize(source), target);
  }

  @Override
  public int getLength() {
    return -1; // it varies
  }

  /** Writes text as its length in bytes (int) and its bytes in UTF-8. */
  static void writeText(String text, DataOutputView target) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    target.writeInt(bytes.length);
    target.write(bytes);
  }

  static String readText(DataInputView source) throws IOException {
    return new String(readBytes(source, source.readInt()), StandardCharsets.UTF_8);
  }

  static byte[] readBytes(DataInputView source, int length) throws IOException {
    byte[] bytes = new byte[length];
    source.readFully(bytes);
    return bytes;
  }

  /** Reads the number of elements (int), then each. */
  static <E> List<E> readList(
      DataInputView source, FunctionWithException<DataInputView, E, IOException> element)
      throws IOException {
    List<E> list = new ArrayList<>();
    for (int left = source.readInt(); left > 0; left--) {
      list.add(element.apply(source));
    }
    return List.copyOf(list);
  }
}
