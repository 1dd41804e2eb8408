package io.facephys.pipeline.state;

import io.facephys.engine.PulseState;
import io.facephys.engine.StateFormat;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSchemaCompatibility;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * What a savepoint says about the model states in it: the model's SHA-256 and their {@link
 * StateFormat}.
 *
 * <p>States of another format are converted. States of another model mean nothing to this one, so
 * they are refused.
 */
@Frozen
public final class PulseStateSerializerSnapshot implements TypeSerializerSnapshot<PulseState> {
  private static final int VERSION = 1;

  private String modelSha256 = "";
  private StateFormat format = StateFormat.float32(0);

  /** For Flink, which calls {@link #readSnapshot} next. */
  public PulseStateSerializerSnapshot() {}

  PulseStateSerializerSnapshot(String modelSha256, StateFormat format) {
    this.modelSha256 = modelSha256;
    this.format = format;
  }

  @Override
  public int getCurrentVersion() {
    return VERSION;
  }

  @Override
  public void writeSnapshot(DataOutputView target) throws IOException {
    target.writeUTF(modelSha256);
    target.writeInt(format.size());
    target.writeInt(format.firstFloat32());
    target.writeInt(format.endFloat32());
  }

  @Override
  public void readSnapshot(int readVersion, DataInputView source, ClassLoader userCode)
      throws IOException {
    if (readVersion != VERSION) {
      throw new IOException(
          "the checkpoint holds pulse states of version %d; this job reads version %d"
              .formatted(readVersion, VERSION));
    }
    modelSha256 = source.readUTF();
    format = new StateFormat(source.readInt(), source.readInt(), source.readInt());
  }

  @Override
  public TypeSerializer<PulseState> restoreSerializer() {
    return new PulseStateSerializer(modelSha256, format);
  }

  @Override
  public TypeSerializerSchemaCompatibility<PulseState> resolveSchemaCompatibility(
      TypeSerializerSnapshot<PulseState> old) {
    if (old instanceof SealedSerializerSnapshot<PulseState> encrypted) {
      encrypted.checkKey();
    }
    if (old instanceof PulseStateSerializerSnapshot that
        && that.modelSha256.equals(modelSha256)
        && that.format.size() == format.size()) {
      return that.format.equals(format)
          ? TypeSerializerSchemaCompatibility.compatibleAsIs()
          : TypeSerializerSchemaCompatibility.compatibleAfterMigration();
    }
    throw new IllegalStateException(
        """
        the checkpoint's pulse states belong to the model with SHA-256 %s, this job runs %s. \
        Run the job with the model it was stopped with, or let each subject start from this model's initial state: \
        './facephys state restart' writes a savepoint for that.\
        """
            .formatted(
                old instanceof PulseStateSerializerSnapshot that ? that.modelSha256 : old,
                modelSha256));
  }
}
