package io.facephys.pipeline;

import io.facephys.engine.PulseState;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSchemaCompatibility;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * What a checkpoint says of the states in it: the model's SHA-256 and how many numbers a state has.
 *
 * <p>Version 1: float32, little-endian. States of another model mean nothing to this one, so they
 * are refused rather than read.
 */
public final class PulseStateSerializerSnapshot implements TypeSerializerSnapshot<PulseState> {
  private static final int VERSION = 1;

  private String modelSha256 = "";
  private int size;

  /** For Flink, which calls {@link #readSnapshot} next. */
  public PulseStateSerializerSnapshot() {}

  PulseStateSerializerSnapshot(String modelSha256, int size) {
    this.modelSha256 = modelSha256;
    this.size = size;
  }

  @Override
  public int getCurrentVersion() {
    return VERSION;
  }

  @Override
  public void writeSnapshot(DataOutputView target) throws IOException {
    target.writeUTF(modelSha256);
    target.writeInt(size);
  }

  @Override
  public void readSnapshot(int readVersion, DataInputView source, ClassLoader userCode)
      throws IOException {
    if (readVersion != VERSION) {
      throw new IOException(
          "the checkpoint holds pulse states of format %d; this job reads format %d"
              .formatted(readVersion, VERSION));
    }
    modelSha256 = source.readUTF();
    size = source.readInt();
  }

  @Override
  public TypeSerializer<PulseState> restoreSerializer() {
    return new PulseStateSerializer(modelSha256, size);
  }

  @Override
  public TypeSerializerSchemaCompatibility<PulseState> resolveSchemaCompatibility(
      TypeSerializerSnapshot<PulseState> old) {
    if (old instanceof PulseStateSerializerSnapshot that
        && that.modelSha256.equals(modelSha256)
        && that.size == size) {
      return TypeSerializerSchemaCompatibility.compatibleAsIs();
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
