package io.facephys.operations.savepoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.base.MapSerializer;
import org.apache.flink.api.common.typeutils.base.StringSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.state.api.OperatorIdentifier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SubjectFileTest {
  private static final SubjectFile SUBJECT =
      new SubjectFile(
          "anna",
          Map.of(
              "hash",
              new SubjectFile.Part(
                  Map.of("clock", new byte[] {1, 2}),
                  new StoredSubject(
                      "anna",
                      new StoredEntry[] {
                        new StoredEntry("clock", new byte[] {3}, new byte[] {4, 5})
                      },
                      new long[] {6, 7}))));

  @TempDir private Path folder;

  @Test
  void fileThatIsTruncatedAnywhereIsRefusedByName() throws Exception {
    byte[] whole = Files.readAllBytes(written());
    for (int length = 0; length < whole.length; length++) {
      Path truncated = folder.resolve("truncated-" + length);
      Files.write(truncated, Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> SubjectFile.read(truncated))
          .as("%d of %d bytes", length, whole.length)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(truncated.toString());
    }
  }

  @Test
  void onlyItsOwnerMayReadIt() throws Exception {
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(written())))
        .isEqualTo("rw-------");
  }

  @Test
  void fileHoldsWhatWasWritten() throws Exception {
    SubjectFile.Part part =
        Objects.requireNonNull(SubjectFile.read(written()).operators().get("hash"));

    assertThat(part.layouts()).containsOnlyKeys("clock");
    assertThat(part.subject().subjectId()).isEqualTo("anna");
    assertThat(part.subject().entries())
        .singleElement()
        .satisfies(
            entry -> {
              assertThat(entry.state()).isEqualTo("clock");
              assertThat(entry.key()).containsExactly(3);
              assertThat(entry.value()).containsExactly(4, 5);
            });
    assertThat(part.subject().timersMillis()).containsExactly(6, 7);
  }

  @Test
  void subjectWithStateOfAnotherLayoutIsRefusedAndOneOfTheSameIsNot() throws Exception {
    StoredSubject subject =
        new StoredSubject(
            "anna",
            new StoredEntry[] {new StoredEntry("camera-clock", new byte[0], new byte[0])},
            new long[0]);
    SubjectFile.Part old = SubjectFile.Part.of(operator(1), subject);

    old.check(operator(1));
    assertThatThrownBy(() -> old.check(operator(2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("state 'camera-clock' of the file has another layout");
  }

  /** An operator whose clocks have this version of their layout. */
  private static SubjectOperator operator(int version) throws Exception {
    DataOutputSerializer snapshot = new DataOutputSerializer(64);
    snapshot.writeUTF("io.facephys.pipeline.state.CameraClockSerializer$Snapshot");
    snapshot.writeInt(version);
    TypeSerializer<?> clocks =
        TypeSerializerSnapshot.readVersionedSnapshot(
                new DataInputDeserializer(snapshot.getCopyOfBuffer()),
                SubjectFileTest.class.getClassLoader())
            .restoreSerializer();
    StoredState state =
        new StoredState("camera-clock", new MapSerializer<>(StringSerializer.INSTANCE, clocks));
    return new SubjectOperator(OperatorIdentifier.forUid("pulse"), 128, List.of(state), true);
  }

  private Path written() throws Exception {
    Path file = folder.resolve("anna.subject");
    SUBJECT.write(file);
    return file;
  }
}
