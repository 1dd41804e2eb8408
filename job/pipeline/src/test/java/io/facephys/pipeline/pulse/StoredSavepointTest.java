package io.facephys.pipeline.pulse;

import static org.assertj.core.api.Assertions.assertThat;

import io.facephys.engine.PulseModel;
import io.facephys.pipeline.Subject;
import io.facephys.pipeline.TinyModel;
import io.facephys.pipeline.config.ModelLocation;
import io.facephys.pipeline.encryption.StateKeys;
import io.facephys.pipeline.pulse.PulseHarness.Backend;
import io.facephys.pipeline.record.SubjectMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.util.OperatorSnapshotUtil;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Savepoints from both backends, with the model they were taken with, as {@link
 * StoredSavepointWriter} left them: every later job goes on from them. Those of 0.1.0 hold clocks
 * of layout 1, those of 0.1.0-numberings of layout 2, those of 0.1.0-anchors of layout 3.
 */
class StoredSavepointTest {
  /** What the present job writes. */
  static final String NEWEST = "0.1.0-anchors";

  static final Path FOLDER =
      Path.of(System.getProperty("facephys.root"), "job/pipeline/src/test/resources");
  static final Subject ANNA = Subject.of("anna", 30);

  /** What had arrived when the savepoint was taken: chunk 1 is missing, and 2 waits for it. */
  static final List<SubjectMessage> STORED =
      List.of(
          ANNA.chunk(0, 12).numbered(0).seenBy("front").message(),
          ANNA.chunk(18, 24).numbered(2).seenBy("front").message(),
          ANNA.chunk(0, 7).numbered(0).seenBy("side").message());

  static final ModelLocation TINY =
      new ModelLocation(
          FOLDER.resolve("state-0.1.0/tiny.onnx").toString(),
          FOLDER.resolve("state-0.1.0/tiny.gz").toString());

  static Path savepoint(String release, Backend backend) {
    return FOLDER.resolve(
        "state-%s/%s.savepoint".formatted(release, backend.name().toLowerCase(Locale.ROOT)));
  }

  /** RocksDB's, with encryption. */
  static Path encryptedSavepoint(String release) {
    return FOLDER.resolve("state-%s/encrypted.savepoint".formatted(release));
  }

  /** The key of the encrypted savepoint. */
  static void giveKey(Path folder) throws IOException {
    Path file = folder.resolve("keys");
    Files.writeString(file, "1:" + Base64.getEncoder().encodeToString(new byte[32]));
    System.setProperty(StateKeys.FILE_PROPERTY, file.toString());
  }

  @TempDir private Path temporary;

  @AfterEach
  void takeKeysAway() {
    System.clearProperty(StateKeys.FILE_PROPERTY);
  }

  @ParameterizedTest(name = "{0} from {1} to {2}")
  @CsvSource({
    "0.1.0, HASHMAP, HASHMAP",
    "0.1.0, HASHMAP, ROCKSDB",
    "0.1.0, ROCKSDB, HASHMAP",
    "0.1.0, ROCKSDB, ROCKSDB",
    "0.1.0-numberings, HASHMAP, ROCKSDB",
    "0.1.0-numberings, ROCKSDB, HASHMAP",
    "0.1.0-anchors, HASHMAP, ROCKSDB",
    "0.1.0-anchors, ROCKSDB, HASHMAP"
  })
  void storedRunGoesOnAsIfUnbroken(String release, Backend from, Backend to) throws Exception {
    assertGoesOnAsIfUnbroken(savepoint(release, from), to);
  }

  @ParameterizedTest(name = "{0} to {1}")
  @CsvSource({
    "0.1.0-numberings, HASHMAP",
    "0.1.0-numberings, ROCKSDB",
    "0.1.0-anchors, HASHMAP",
    "0.1.0-anchors, ROCKSDB"
  })
  void encryptedRunGoesOnAsIfUnbroken(String release, Backend to) throws Exception {
    giveKey(temporary);
    assertGoesOnAsIfUnbroken(encryptedSavepoint(release), to);
  }

  private static void assertGoesOnAsIfUnbroken(Path savepoint, Backend to) throws Exception {
    OperatorSubtaskState stored = OperatorSnapshotUtil.readStateHandle(savepoint.toString());

    try (PulseModel engine = TinyModel.load(TINY);
        PulseHarness harness = PulseHarness.restored(TINY, to, stored, 1)) {
      assertThat(harness.live().states()).isEqualTo(2);
      assertThat(harness.live().waiting()).isEqualTo(1);
      harness.send(ANNA.chunk(12, 18).numbered(1).seenBy("front").message());
      harness.send(ANNA.chunk(24, 30).numbered(3).seenBy("front").message());
      assertThat(harness.waves().get("anna"))
          .containsExactly(Arrays.copyOfRange(ANNA.wave(engine), 12, 30));

      harness.send(ANNA.chunk(7, 30).numbered(1).seenBy("side").message());
      assertThat(harness.waveforms().get(3).wave())
          .containsExactly(Arrays.copyOfRange(ANNA.wave(engine), 7, 30));
      assertThat(harness.waveforms().get(3).framesBefore()).isEqualTo(7);

      harness.send(STORED);
      assertThat(harness.waveforms()).hasSize(4);
      assertThat(harness.deadLetters()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void savepointNamesNoClassOfOursButTheSerializerSnapshots(Backend backend) throws IOException {
    String bytes = Files.readString(savepoint(NEWEST, backend), StandardCharsets.ISO_8859_1);

    List<String> names =
        Pattern.compile("io[./]facephys[\\w./$]*")
            .matcher(bytes)
            .results()
            .map(MatchResult::group)
            .distinct()
            .sorted()
            .toList();
    assertThat(names)
        .containsExactly(
            "io.facephys.pipeline.state.CameraClockSerializer$Snapshot",
            "io.facephys.pipeline.state.PulseStateSerializerSnapshot",
            "io.facephys.pipeline.state.WaitingChunkSerializer$Snapshot",
            "io.facephys.pipeline.state.WaitingMessageSerializer$Snapshot");
  }
}
