package io.facephys.pipeline.state;

import java.io.IOException;
import java.util.function.IntFunction;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSchemaCompatibility;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * What a savepoint says about a type in a byte layout: the version of the layout. An older version
 * is read by the serializer of that version and converted to the newest one. Flink makes each
 * subclass by its constructor without arguments.
 */
abstract class LayoutSnapshot<T> implements TypeSerializerSnapshot<T> {
  private final String type;
  private final int newest;
  private final IntFunction<TypeSerializer<T>> serializers;
  private int version;

  /**
   * @param type what is stored, in the plural, for messages
   * @param newest the version of the layout that this job writes; it reads all from 1 to this one
   * @param serializers the serializer of each version
   */
  LayoutSnapshot(String type, int newest, IntFunction<TypeSerializer<T>> serializers) {
    this.type = type;
    this.newest = newest;
    this.serializers = serializers;
    this.version = newest;
  }

  /** This snapshot, of a serializer of another version than the newest. */
  LayoutSnapshot<T> of(int otherVersion) {
    version = otherVersion;
    return this;
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
    if (readVersion > newest) {
      throw new IOException(
          "the checkpoint holds %s of version %d; this job reads version %d at most"
              .formatted(type, readVersion, newest));
    }
    version = readVersion;
  }

  @Override
  public TypeSerializer<T> restoreSerializer() {
    return serializers.apply(version);
  }

  @Override
  public TypeSerializerSchemaCompatibility<T> resolveSchemaCompatibility(
      TypeSerializerSnapshot<T> old) {
    if (old.getClass() != getClass() || old.getCurrentVersion() > version) {
      return TypeSerializerSchemaCompatibility.incompatible();
    }
    return old.getCurrentVersion() == version
        ? TypeSerializerSchemaCompatibility.compatibleAsIs()
        : TypeSerializerSchemaCompatibility.compatibleAfterMigration();
  }
}
