package io.facephys.pipeline.state;

import io.facephys.pipeline.encryption.StateCipher;
import io.facephys.pipeline.encryption.StateKeys;
import java.io.IOException;
import java.util.Optional;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.core.memory.DataOutputView;
import org.jspecify.annotations.Nullable;

/**
 * Encrypts what another serializer writes: the length (int), then the message of {@link
 * StateCipher}. The values are immutable. So RocksDB's files, checkpoints and savepoints hold
 * nothing that can be read without the key.
 */
public final class EncryptedSerializer<T> extends ImmutableSerializer<T> {
  private static final long serialVersionUID = 1L;
  private static final int FIRST_BYTES = 1024;

  private final TypeSerializer<T> inner;
  private transient @Nullable StateCipher cipher; // keys do not travel

  private EncryptedSerializer(TypeSerializer<T> inner, StateCipher cipher) {
    this.inner = inner;
    this.cipher = cipher;
  }

  /** The serializer, with encryption if this process was given keys. */
  static <T> TypeSerializer<T> ifKeysAreGiven(TypeSerializer<T> inner) {
    Optional<StateKeys> keys = StateKeys.ofProcess();
    return keys.isEmpty() ? inner : new EncryptedSerializer<>(inner, new StateCipher(keys.get()));
  }

  /**
   * The serializer with encryption.
   *
   * @throws IllegalStateException if this process was given no keys
   */
  static <T> EncryptedSerializer<T> of(TypeSerializer<T> inner) {
    return new EncryptedSerializer<>(inner, SealedSerializerSnapshot.cipher());
  }

  /** The serializer of the values that are encrypted. */
  public TypeSerializer<T> inner() {
    return inner;
  }

  private synchronized StateCipher cipher() {
    StateCipher known = cipher;
    if (known == null) {
      known = SealedSerializerSnapshot.cipher();
      cipher = known;
    }
    return known;
  }

  @Override
  public void serialize(T value, DataOutputView target) throws IOException {
    DataOutputSerializer plain = new DataOutputSerializer(Math.max(FIRST_BYTES, inner.getLength()));
    inner.serialize(value, plain);
    byte[] encrypted = cipher().encrypt(plain.getSharedBuffer(), plain.length());
    target.writeInt(encrypted.length);
    target.write(encrypted);
  }

  @Override
  public T deserialize(DataInputView source) throws IOException {
    byte[] encrypted = LayoutSerializer.readBytes(source, source.readInt());
    return inner.deserialize(new DataInputDeserializer(cipher().decrypt(encrypted)));
  }

  @Override
  public void copy(DataInputView source, DataOutputView target) throws IOException {
    int length = source.readInt();
    target.writeInt(length);
    target.write(source, length);
  }

  @Override
  public T createInstance() {
    return inner.createInstance();
  }

  @Override
  public int getLength() {
    return inner.getLength() < 0
        ? inner.getLength()
        : Integer.BYTES + inner.getLength() + StateCipher.OVERHEAD;
  }

  @Override
  public TypeSerializerSnapshot<T> snapshotConfiguration() {
    return new SealedSerializerSnapshot<>(cipher(), inner.snapshotConfiguration());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof EncryptedSerializer<?> that && inner.equals(that.inner);
  }

  @Override
  public int hashCode() {
    return inner.hashCode();
  }
}
