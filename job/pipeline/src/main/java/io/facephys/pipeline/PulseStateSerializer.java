package io.facephys.pipeline;

import io.facephys.engine.PulseModel;
import io.facephys.engine.PulseState;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * A {@link PulseState} in checkpoints: its float32 numbers, little-endian, nothing else. Model and
 * length stand once, in the {@link PulseStateSerializerSnapshot}.
 */
final class PulseStateSerializer extends TypeSerializer<PulseState> {
  private static final long serialVersionUID = 1L;

  private final String modelSha256;
  private final int size; // numbers of a state

  PulseStateSerializer(String modelSha256, int size) {
    this.modelSha256 = modelSha256;
    this.size = size;
  }

  /** A serializer for states of {@code model}. */
  static PulseStateSerializer of(PulseModel model) {
    return new PulseStateSerializer(model.identity().sha256(), model.stateLayout().size());
  }

  String modelSha256() {
    return modelSha256;
  }

  int size() {
    return size;
  }

  @Override
  public void serialize(PulseState state, DataOutputView target) throws IOException {
    if (state.size() != size) {
      throw new IllegalArgumentException(
          "a state of %d numbers does not belong to a model of %d".formatted(state.size(), size));
    }
    state.writeTo(target);
  }

  @Override
  public PulseState deserialize(DataInputView source) throws IOException {
    return PulseState.readFrom(source, size);
  }

  @Override
  public PulseState deserialize(PulseState reuse, DataInputView source) throws IOException {
    return deserialize(source);
  }

  @Override
  public void copy(DataInputView source, DataOutputView target) throws IOException {
    target.write(source, getLength());
  }

  @Override
  public PulseState copy(PulseState from) {
    return from;
  }

  @Override
  public PulseState copy(PulseState from, PulseState reuse) {
    return from;
  }

  @Override
  public boolean isImmutableType() {
    return true;
  }

  @Override
  public PulseState createInstance() {
    return PulseState.copyOf(ByteBuffer.allocate(getLength()));
  }

  @Override
  public int getLength() {
    return size * Float.BYTES;
  }

  @Override
  public TypeSerializer<PulseState> duplicate() {
    return this;
  }

  @Override
  public TypeSerializerSnapshot<PulseState> snapshotConfiguration() {
    return new PulseStateSerializerSnapshot(modelSha256, size);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PulseStateSerializer that
        && modelSha256.equals(that.modelSha256)
        && size == that.size;
  }

  @Override
  public int hashCode() {
    return modelSha256.hashCode();
  }
}
