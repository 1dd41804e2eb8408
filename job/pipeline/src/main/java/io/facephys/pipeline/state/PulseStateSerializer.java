package io.facephys.pipeline.state;

import io.facephys.engine.PulseModel;
import io.facephys.engine.PulseState;
import io.facephys.engine.StateFormat;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * A {@link PulseState} in checkpoints: its numbers, little-endian, nothing else. Model and format
 * stand once, in the {@link PulseStateSerializerSnapshot}.
 *
 * <p>It reads one format. A state in another format, from a job that ran with another precision, is
 * converted when it is written.
 */
public final class PulseStateSerializer extends ImmutableSerializer<PulseState> {
  private static final long serialVersionUID = 1L;

  private final String modelSha256;
  private final StateFormat format;

  PulseStateSerializer(String modelSha256, StateFormat format) {
    this.modelSha256 = modelSha256;
    this.format = format;
  }

  /** A serializer for states of {@code model}. */
  public static PulseStateSerializer of(PulseModel model) {
    return new PulseStateSerializer(model.identity().sha256(), model.stateLayout().format());
  }

  /** SHA-256 of the model whose states it serializes, hexadecimal. */
  public String modelSha256() {
    return modelSha256;
  }

  @Override
  public void serialize(PulseState state, DataOutputView target) throws IOException {
    state.in(format).writeTo(target);
  }

  @Override
  public PulseState deserialize(DataInputView source) throws IOException {
    return PulseState.readFrom(source, format);
  }

  @Override
  public void copy(DataInputView source, DataOutputView target) throws IOException {
    target.write(source, getLength());
  }

  @Override
  public PulseState createInstance() {
    return PulseState.copyOf(ByteBuffer.allocate(getLength()), format);
  }

  @Override
  public int getLength() {
    return format.bytes();
  }

  @Override
  public TypeSerializerSnapshot<PulseState> snapshotConfiguration() {
    return new PulseStateSerializerSnapshot(modelSha256, format);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PulseStateSerializer that
        && modelSha256.equals(that.modelSha256)
        && format.equals(that.format);
  }

  @Override
  public int hashCode() {
    return modelSha256.hashCode();
  }
}
