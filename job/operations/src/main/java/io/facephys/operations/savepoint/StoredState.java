package io.facephys.operations.savepoint;

import java.io.IOException;
import java.io.Serializable;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.base.MapSerializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.runtime.state.metainfo.StateMetaInfoSnapshot;
import org.apache.flink.runtime.state.metainfo.StateMetaInfoSnapshot.CommonSerializerKeys;
import org.apache.flink.util.InstantiationUtil;

/**
 * One state of an operator, by subject: a single value, or a map.
 *
 * @param name the state's name
 * @param serializer of the value, or a {@link MapSerializer}
 */
record StoredState(String name, TypeSerializer<?> serializer) implements Serializable {
  private static final int INITIAL_BUFFER_BYTES = 256;

  /** The state as a savepoint describes it. */
  static StoredState of(StateMetaInfoSnapshot stored) {
    TypeSerializerSnapshot<?> snapshot =
        stored.getTypeSerializerSnapshot(CommonSerializerKeys.VALUE_SERIALIZER);
    if (snapshot == null) {
      throw new IllegalArgumentException(
          "the savepoint does not say how state '%s' is serialized".formatted(stored.getName()));
    }
    return new StoredState(stored.getName(), snapshot.restoreSerializer());
  }

  boolean isMap() {
    return serializer instanceof MapSerializer<?, ?>;
  }

  /** Serializer of a map's keys. */
  TypeSerializer<Object> keys() {
    return map().getKeySerializer();
  }

  /** Serializer of the value, or of a map's values. */
  @SuppressWarnings("unchecked") // it reads what it wrote, whatever that is
  TypeSerializer<Object> values() {
    return isMap() ? map().getValueSerializer() : (TypeSerializer<Object>) serializer;
  }

  @SuppressWarnings("unchecked") // as above
  private MapSerializer<Object, Object> map() {
    return (MapSerializer<Object, Object>) serializer;
  }

  /** The value of one entry. */
  Object value(StoredEntry entry) throws IOException {
    return InstantiationUtil.deserializeFromByteArray(values(), entry.value());
  }

  /** The key of one entry. */
  Object key(StoredEntry entry) throws IOException {
    return InstantiationUtil.deserializeFromByteArray(keys(), entry.key());
  }

  /** The layout as a savepoint describes it: equal bytes mean an equal layout and model. */
  byte[] description() throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(INITIAL_BUFFER_BYTES);
    TypeSerializerSnapshot.writeVersionedSnapshot(out, serializer.snapshotConfiguration());
    return out.getCopyOfBuffer();
  }
}
