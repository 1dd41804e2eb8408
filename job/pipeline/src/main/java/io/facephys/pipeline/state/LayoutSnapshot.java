package io.facephys.pipeline.state;

import java.io.IOException;
import java.util.function.Supplier;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSchemaCompatibility;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * What a savepoint says about a type in a byte layout: the version of the layout. Savepoints hold
 * the class names of the subclasses, so those are frozen.
 */
abstract class LayoutSnapshot<T> implements TypeSerializerSnapshot<T> {
  private final String type;
  private final int version;
  private final Supplier<TypeSerializer<T>> serializer;

  LayoutSnapshot(String type, int version, Supplier<TypeSerializer<T>> serializer) {
    this.type = type;
    this.version = version;
    this.serializer = serializer;
  }

  @Override
  public int getCurrentVersion() {
    return version;
  }

  @Override
  public void writeSnapshot(DataOutputView target) {
    // Flink writes the version itself.
  }

  @Override
  public void readSnapshot(int readVersion, DataInputView source, ClassLoader userCode)
      throws IOException {
    if (readVersion != version) {
      throw new IOException(
          "the checkpoint holds %s of version %d; this job reads version %d"
              .formatted(type, readVersion, version));
    }
  }

  @Override
  public TypeSerializer<T> restoreSerializer() {
    return serializer.get();
  }

  @Override
  public TypeSerializerSchemaCompatibility<T> resolveSchemaCompatibility(
      TypeSerializerSnapshot<T> old) {
    return old.getClass() == getClass()
        ? TypeSerializerSchemaCompatibility.compatibleAsIs()
        : TypeSerializerSchemaCompatibility.incompatible();
  }
}
