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
 * What a checkpoint says of the states in it: the model's SHA-256 and their {@link StateFormat}.
 *
 * <p>Version 1 had float32 only, and said how many numbers. States of another format are converted;
 * those of another model mean nothing to this one, so they are refused.
 */
public final class PulseStateSerializerSnapshot implements TypeSerializerSnapshot<PulseState> {
  private static final int FLOAT32_ONLY = 1;
  private static final int VERSION = 2;

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
    target.writeInt(format.firstWide());
    target.writeInt(format.endWide());
  }

  @Override
  public void readSnapshot(int readVersion, DataInputView source, ClassLoader userCode)
      throws IOException {
    if (readVersion != VERSION && readVersion != FLOAT32_ONLY) {
      throw new IOException(
          "the checkpoint holds pulse states of version %d; this job reads versions %d and %d"
              .formatted(readVersion, FLOAT32_ONLY, VERSION));
    }
    modelSha256 = source.readUTF();
    int size = source.readInt();
    format =
        readVersion == FLOAT32_ONLY
            ? StateFormat.float32(size)
            : new StateFormat(size, source.readInt(), source.readInt());
  }

  @Override
  public TypeSerializer<PulseState> restoreSerializer() {
    return new PulseStateSerializer(modelSha256, format);
  }

  @Override
  public TypeSerializerSchemaCompatibility<PulseState> resolveSchemaCompatibility(
      TypeSerializerSnapshot<PulseState> old) {
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
        Run the job with the model it was stopped with, or start it without the checkpoint: it then goes on at the \
        consumer group's offsets, and each subject starts from the model's initial state.\
        """
            .formatted(
                old instanceof PulseStateSerializerSnapshot that ? that.modelSha256 : old,
                modelSha256));
  }
}
