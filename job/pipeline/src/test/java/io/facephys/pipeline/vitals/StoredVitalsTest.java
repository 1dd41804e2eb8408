package io.facephys.pipeline.vitals;

import static org.assertj.core.api.Assertions.assertThat;

import io.facephys.engine.vitals.AbsentReason;
import io.facephys.pipeline.pulse.PulseHarness.Backend;
import io.facephys.pipeline.record.SubjectWave;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.apache.flink.streaming.util.OperatorSnapshotUtil;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Savepoints of operator {@code vitals} of version 0.1.0 from both backends, as {@link
 * StoredVitalsWriter} left them: every later job goes on from them.
 */
class StoredVitalsTest {
  static final Path FOLDER =
      Path.of(System.getProperty("facephys.root"), "job/pipeline/src/test/resources/state-0.1.0");

  private static final int STORED_SECONDS = 25;
  private static final List<SubjectWave> ALL = twoCameras();

  /** What had come when the savepoint was taken, of both cameras. */
  static final List<SubjectWave> STORED = ALL.subList(0, 2 * STORED_SECONDS);

  private static List<SubjectWave> twoCameras() {
    List<SubjectWave> left = PulseWaves.of("anna", "left", 72, 40);
    List<SubjectWave> right = PulseWaves.of("anna", "right", 72.2, 40);
    List<SubjectWave> both = new ArrayList<>();
    for (int i = 0; i < left.size(); i++) {
      both.add(left.get(i));
      both.add(right.get(i));
    }
    return both;
  }

  static Path savepoint(Backend backend) {
    return FOLDER.resolve("vitals-" + backend.name().toLowerCase(Locale.ROOT) + ".savepoint");
  }

  @ParameterizedTest(name = "from {0} to {1}")
  @CsvSource({"HASHMAP, HASHMAP", "HASHMAP, ROCKSDB", "ROCKSDB, HASHMAP", "ROCKSDB, ROCKSDB"})
  void storedRunGoesOnAsIfUnbroken(Backend from, Backend to) throws Exception {
    try (VitalsHarness unbroken = VitalsHarness.open(to, null);
        VitalsHarness stored =
            VitalsHarness.open(
                to, OperatorSnapshotUtil.readStateHandle(savepoint(from).toString()))) {
      unbroken.send(STORED);
      int rows = unbroken.rows().size();
      int beats = unbroken.beats().size();
      unbroken.send(ALL.subList(STORED.size(), ALL.size()));
      stored.send(ALL.subList(STORED.size(), ALL.size()));

      assertThat(stored.rows())
          .isEqualTo(unbroken.rows().subList(rows, unbroken.rows().size()))
          .anyMatch(row -> row.cameras() == 2)
          // Enough beats, and their intervals are the same.
          .anyMatch(
              row ->
                  row.vitals().variability().rmssdMillis().absentReason()
                      == AbsentReason.BEAT_TIMES_UNCERTAIN);
      assertThat(stored.beats())
          .isNotEmpty()
          .isEqualTo(unbroken.beats().subList(beats, unbroken.beats().size()));
    }
  }

  @ParameterizedTest
  @EnumSource
  void savepointNamesNoClassOfOursButTheSerializerSnapshots(Backend backend) throws IOException {
    String bytes = Files.readString(savepoint(backend), StandardCharsets.ISO_8859_1);

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
            "io.facephys.pipeline.state.CameraFusionSerializer$Snapshot",
            "io.facephys.pipeline.state.CameraVitalsSerializer$Snapshot");
  }
}
