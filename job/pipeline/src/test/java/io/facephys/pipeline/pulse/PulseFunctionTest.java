package io.facephys.pipeline.pulse;

import static io.facephys.pipeline.state.CameraStates.CAMERA_CLOCK;
import static io.facephys.pipeline.state.CameraStates.CAMERA_SSM_STATE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.facephys.engine.PulseModel;
import io.facephys.pipeline.Subject;
import io.facephys.pipeline.TinyModel;
import io.facephys.pipeline.config.ModelLocation;
import io.facephys.pipeline.pulse.PulseHarness.Backend;
import io.facephys.pipeline.record.SubjectMessage;
import io.facephys.pipeline.record.Waveform;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PulseFunctionTest {
  private static final List<Subject> SUBJECTS =
      List.of(Subject.of("anna", 40), Subject.of("bert", 40), Subject.of("cleo", 40));

  @TempDir private static Path folder;
  private static ModelLocation tiny;
  private static PulseModel engine;

  @BeforeAll
  static void load() {
    tiny = TinyModel.in(folder);
    engine = TinyModel.load(tiny);
  }

  @AfterAll
  static void close() {
    engine.close();
  }

  @Test
  void sampleIsWhatTheTinyModelSaysByHand() throws Exception {
    try (PulseHarness harness = PulseHarness.open(tiny, Backend.HASHMAP)) {
      harness.send(Subject.of("anna", 2).inTheDark().chunk(0, 2).message());

      // mean(s) is 2; then 0.9 * 2 + 0 + 1/30 and 0.9 * that + 0.033333
      assertThat(harness.waves().get("anna"))
          .containsExactly(new float[] {1.833333f, 1.683333f}, within(1e-5f));
    }
  }

  @ParameterizedTest
  @EnumSource
  void eachSubjectHasOneStateAndOneClock(Backend backend) throws Exception {
    try (PulseHarness harness = PulseHarness.open(tiny, backend)) {
      List<String> seen = new ArrayList<>();
      for (Subject subject : SUBJECTS) {
        seen.add(subject.id());
        harness.send(subject.chunk(0, 10).message());
        harness.send(subject.chunk(10, 20).message());

        assertThat(harness.subjectsWith(CAMERA_SSM_STATE)).isEqualTo(seen);
        assertThat(harness.subjectsWith(CAMERA_CLOCK)).isEqualTo(seen);
      }
    }
  }

  @Test
  void nothingElseIsKept() throws Exception {
    try (PulseHarness harness = PulseHarness.open(tiny, Backend.HASHMAP)) {
      for (int i = 0; i < SUBJECTS.size(); i++) {
        harness.send(SUBJECTS.get(i).chunk(0, 10).message());

        assertThat(harness.numKeyedStateEntries()).isEqualTo(2 * (i + 1)); // state and clock
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void waveformSaysWhoseItIsAndWhatMadeIt(Backend backend) throws Exception {
    Subject anna = SUBJECTS.get(0);
    try (PulseHarness harness = PulseHarness.open(tiny, backend)) {
      harness.send(anna.inChunksOf(16));

      assertThat(harness.waveforms())
          .extracting(Waveform::framesBefore)
          .containsExactly(0L, 16L, 32L);
      assertThat(harness.waveforms()).extracting(Waveform::sequence).containsExactly(0L, 1L, 2L);
      Waveform last = harness.waveforms().get(2);
      assertThat(last.subjectId()).isEqualTo("anna");
      assertThat(last.cameraId()).isEqualTo("camera-1");
      assertThat(last.captureTimesMicros()).startsWith(anna.timesMicros()[32]).hasSize(8);
      assertThat(last.modelName()).isEqualTo("tiny");
      assertThat(last.modelSha256()).isEqualTo(engine.identity().sha256());
      assertThat(last.replacedIntervals()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void anyChunkingAndAnyOrderOfSubjectsGiveTheEnginesWaves(long seed) throws Exception {
    for (Backend backend : Backend.values()) {
      try (PulseHarness harness = PulseHarness.open(tiny, backend)) {
        harness.send(shuffledChunks(new Random(seed)));

        Map<String, float[]> waves = harness.waves();
        for (Subject subject : SUBJECTS) {
          assertThat(waves.get(subject.id()))
              .as(subject.id())
              .containsExactly(subject.wave(engine));
        }
      }
    }
  }

  /** Chunks of 1 to 15 frames of subjects in any order, each subject's own in theirs. */
  private static List<SubjectMessage> shuffledChunks(Random random) {
    int[] from = new int[SUBJECTS.size()];
    int[] sequence = new int[SUBJECTS.size()];
    List<SubjectMessage> chunks = new ArrayList<>();
    List<Integer> open = new ArrayList<>(List.of(0, 1, 2));
    while (!open.isEmpty()) {
      int who = open.get(random.nextInt(open.size()));
      Subject subject = SUBJECTS.get(who);
      int to = Math.min(subject.frames(), from[who] + 1 + random.nextInt(15));
      chunks.add(subject.chunk(from[who], to).numbered(sequence[who]++).message());
      from[who] = to;
      if (to == subject.frames()) {
        open.remove((Integer) who);
      }
    }
    return chunks;
  }
}
