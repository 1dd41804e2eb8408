package io.facephys.pipeline.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.facephys.engine.PulseState;
import io.facephys.engine.StateFormat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;

class PulseStateSerializerTest {
  private static final String ONE = "1".repeat(64);
  private static final String OTHER = "2".repeat(64);

  // 1, -2 and the smallest positive float of IEEE 754, little-endian
  private static final byte[] BYTES = HexFormat.of().parseHex("0000803f000000c001000000");

  // The same, the third one wide; 1 is 3C00 in float16, -2 is C000.
  private static final StateFormat NARROW = new StateFormat(3, 2, 3);
  private static final byte[] NARROW_BYTES = HexFormat.of().parseHex("003c00c001000000");

  private final PulseStateSerializer serializer = serializer(ONE, 3);
  private final PulseStateSerializer narrow = new PulseStateSerializer(ONE, NARROW);
  private final PulseState state = PulseState.copyOf(ByteBuffer.wrap(BYTES));

  @Test
  void stateIsStoredAsLittleEndianFloatsAndNothingElse() throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(16);
    serializer.serialize(state, out);

    assertThat(out.getCopyOfBuffer()).isEqualTo(BYTES);
    PulseState read = serializer.deserialize(new DataInputDeserializer(BYTES));
    assertThat(read.floats().get(0)).isEqualTo(1f);
    assertThat(read.floats().get(1)).isEqualTo(-2f);
    assertThat(read.floats().get(2)).isEqualTo(Float.MIN_VALUE);
  }

  @Test
  void stateOfAnotherSizeIsNotWritten() {
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> serializer(ONE, 4).serialize(state, new DataOutputSerializer(16)))
        .withMessage("a state of 3 values cannot be converted to one of 4");
  }

  @Test
  void binaryCopyTakesOneStateAndNoByteOfTheNext() throws IOException {
    byte[] two = ByteBuffer.allocate(24).put(BYTES).put(new byte[12]).array();
    DataInputDeserializer in = new DataInputDeserializer(two);
    DataOutputSerializer out = new DataOutputSerializer(16);

    serializer.copy(in, out);

    assertThat(out.getCopyOfBuffer()).isEqualTo(BYTES);
    assertThat(in.available()).isEqualTo(12);
  }

  @Test
  void copyOfAnImmutableStateIsTheStateItself() {
    assertThat(serializer.isImmutableType()).isTrue();
    assertThat(serializer.copy(state)).isSameAs(state);
    assertThat(serializer.duplicate()).isEqualTo(serializer);
  }

  @Test
  void serializersOfDifferentModelsOrFormatsDiffer() {
    assertThat(serializer)
        .isEqualTo(serializer(ONE, 3))
        .hasSameHashCodeAs(serializer(ONE, 3))
        .isNotEqualTo(serializer(OTHER, 3))
        .isNotEqualTo(serializer(ONE, 4))
        .isNotEqualTo(narrow);
  }

  @Test
  void snapshotCarriesVersionHashAndFormat() throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(256);
    TypeSerializerSnapshot.writeVersionedSnapshot(out, narrow.snapshotConfiguration());

    DataInputDeserializer in = new DataInputDeserializer(out.getCopyOfBuffer());
    assertThat(in.readUTF()).isEqualTo("io.facephys.pipeline.state.PulseStateSerializerSnapshot");
    assertThat(in.readInt()).isEqualTo(1);
    assertThat(in.readUTF()).isEqualTo(ONE);
    assertThat(in.readInt()).isEqualTo(3);
    assertThat(in.readInt()).isEqualTo(2);
    assertThat(in.readInt()).isEqualTo(3);
    assertThat(in.available()).isZero();
    assertThat(readSnapshot(out.getCopyOfBuffer()).restoreSerializer()).isEqualTo(narrow);
  }

  @Test
  void float32StateIsConvertedToFloat16WhenItIsWritten() throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(16);

    narrow.serialize(serializer.deserialize(new DataInputDeserializer(BYTES)), out);

    assertThat(out.getCopyOfBuffer()).isEqualTo(NARROW_BYTES).hasSize(narrow.getLength());
    assertThat(
            narrow
                .snapshotConfiguration()
                .resolveSchemaCompatibility(serializer.snapshotConfiguration())
                .isCompatibleAfterMigration())
        .isTrue();
  }

  @Test
  void float16StateIsConvertedToFloat32WhenItIsWritten() throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(16);

    serializer.serialize(narrow.deserialize(new DataInputDeserializer(NARROW_BYTES)), out);

    assertThat(out.getCopyOfBuffer()).isEqualTo(BYTES);
    assertThat(
            serializer
                .snapshotConfiguration()
                .resolveSchemaCompatibility(narrow.snapshotConfiguration())
                .isCompatibleAfterMigration())
        .isTrue();
  }

  private static PulseStateSerializer serializer(String modelSha256, int size) {
    return new PulseStateSerializer(modelSha256, StateFormat.float32(size));
  }

  private TypeSerializerSnapshot<PulseState> readSnapshot(byte[] bytes) throws IOException {
    return TypeSerializerSnapshot.readVersionedSnapshot(
        new DataInputDeserializer(bytes), getClass().getClassLoader());
  }

  @Test
  void snapshotOfAnotherVersionIsRefusedWithBothVersions() {
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(
            () ->
                new PulseStateSerializerSnapshot()
                    .readSnapshot(
                        2, new DataInputDeserializer(new byte[100]), getClass().getClassLoader()))
        .withMessageContaining("pulse states of version 2; this job reads version 1");
  }

  @Test
  void snapshotOfTheSameModelIsCompatibleAsItIs() {
    TypeSerializer<PulseState> same = serializer(ONE, 3);

    assertThat(
            serializer
                .snapshotConfiguration()
                .resolveSchemaCompatibility(same.snapshotConfiguration())
                .isCompatibleAsIs())
        .isTrue();
  }

  @Test
  void snapshotOfAnotherModelIsRefusedWithBothHashesAndARemedy() {
    TypeSerializerSnapshot<PulseState> old = serializer(OTHER, 3).snapshotConfiguration();

    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(() -> serializer.snapshotConfiguration().resolveSchemaCompatibility(old))
        .withMessageContaining("belong to the model with SHA-256 " + OTHER)
        .withMessageContaining("this job runs " + ONE)
        .withMessageContaining("Run the job with the model it was stopped with, or")
        .withMessageContaining("'./facephys state restart' writes a savepoint for that");
  }
}
