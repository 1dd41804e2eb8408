package io.facephys.pipeline.state;

import io.facephys.pipeline.encryption.StateCipher;
import io.facephys.pipeline.encryption.StateKeys;
import java.io.IOException;
import java.util.Arrays;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSchemaCompatibility;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.jspecify.annotations.Nullable;

/**
 * What a savepoint says about encrypted values: id of the key (int), length (int) and bytes of a
 * proof of the key, and what it says about the values.
 *
 * <p>Values that are plain, or encrypted with another key than the newest, are converted when the
 * job starts.
 */
@Frozen
public final class SealedSerializerSnapshot<T> implements TypeSerializerSnapshot<T> {
  private static final int VERSION = 1;

  private int keyId;
  private byte[] proof = new byte[0];
  private @Nullable TypeSerializerSnapshot<T> inner;

  /** For Flink, which calls {@link #readSnapshot} next. */
  public SealedSerializerSnapshot() {}

  SealedSerializerSnapshot(StateCipher cipher, TypeSerializerSnapshot<T> inner) {
    this.keyId = cipher.keyId();
    this.proof = cipher.proof(keyId);
    this.inner = inner;
  }

  static StateCipher cipher() {
    return new StateCipher(
        StateKeys.ofProcess()
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "stored state is encrypted and this process was given no key: set %s to the file of keys, or %s to the keys"
                            .formatted(StateKeys.FILE_VARIABLE, StateKeys.KEYS_VARIABLE))));
  }

  @Override
  public int getCurrentVersion() {
    return VERSION;
  }

  @Override
  public void writeSnapshot(DataOutputView target) throws IOException {
    target.writeInt(keyId);
    target.writeInt(proof.length);
    target.write(proof);
    TypeSerializerSnapshot.writeVersionedSnapshot(target, inner());
  }

  @Override
  public void readSnapshot(int readVersion, DataInputView source, ClassLoader userCode)
      throws IOException {
    if (readVersion != VERSION) {
      throw new IOException(
          "the checkpoint holds encrypted values of version %d; this job reads version %d"
              .formatted(readVersion, VERSION));
    }
    keyId = source.readInt();
    proof = LayoutSerializer.readBytes(source, source.readInt());
    inner = TypeSerializerSnapshot.readVersionedSnapshot(source, userCode);
  }

  private TypeSerializerSnapshot<T> inner() {
    if (inner == null) {
      throw new IllegalStateException("Flink has not read the snapshot");
    }
    return inner;
  }

  /**
   * @throws IllegalStateException if this process lacks the key
   */
  void checkKey() {
    if (!Arrays.equals(proof, cipher().proof(keyId))) {
      throw new IllegalStateException(
          "stored state is encrypted with key %d, and the key that this process has under that id is another one: correct its line in %s"
              .formatted(keyId, StateKeys.FILE_VARIABLE));
    }
  }

  @Override
  public TypeSerializer<T> restoreSerializer() {
    checkKey();
    return EncryptedSerializer.of(inner().restoreSerializer());
  }

  @Override
  public TypeSerializerSchemaCompatibility<T> resolveSchemaCompatibility(
      TypeSerializerSnapshot<T> old) {
    boolean sameKey = false;
    TypeSerializerSnapshot<T> oldInner = old;
    if (old instanceof SealedSerializerSnapshot<T> that) {
      that.checkKey();
      sameKey = that.keyId == keyId;
      oldInner = that.inner();
    }
    TypeSerializerSchemaCompatibility<T> compatibility =
        inner().resolveSchemaCompatibility(oldInner);
    return compatibility.isIncompatible() || sameKey
        ? compatibility
        : TypeSerializerSchemaCompatibility.compatibleAfterMigration();
  }
}
