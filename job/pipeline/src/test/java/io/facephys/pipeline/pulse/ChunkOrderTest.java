package io.facephys.pipeline.pulse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.facephys.engine.PulseModel;
import io.facephys.pipeline.Subject;
import io.facephys.pipeline.SubjectChunk;
import io.facephys.pipeline.TinyModel;
import io.facephys.pipeline.config.ModelLocation;
import io.facephys.pipeline.pulse.PulseHarness.Backend;
import io.facephys.pipeline.record.SubjectMessage;
import io.facephys.pipeline.record.WaveQuality;
import io.facephys.pipeline.record.Waveform;
import io.facephys.pipeline.state.CameraStates;
import io.facephys.pipeline.time.TimeRules;
import io.facephys.schemas.QualityReason;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@link PulseFunction} when chunks come early, late, twice or under new numbers. */
class ChunkOrderTest {
  private static final long FIRST_SEGMENT = Subject.START_MICROS / 1_000_000;
  private static final Subject ANNA = Subject.of("anna", 200);
  private static final int CHUNK = 10;
  private static final Duration SINCE_1970 = Duration.ofMillis(Subject.START_MICROS / 1000);
  private static final Duration WAIT = TimeRules.DEFAULT.reordering().maxWait();

  @TempDir private static Path folder;
  private static ModelLocation tiny;

  @BeforeAll
  static void load() {
    tiny = TinyModel.in(folder);
  }

  @ParameterizedTest
  @EnumSource
  void earlyChunkWaitsForItsPredecessor(Backend backend) throws Exception {
    try (PulseHarness harness = PulseHarness.open(tiny, backend)) {
      send(harness, 0, 2, 3);
      assertThat(sequences(harness)).containsExactly(0L);
      assertThat(harness.live().waiting()).isEqualTo(2);

      harness.pass(WAIT.minusMillis(1));
      send(harness, 1);

      assertThat(sequences(harness)).containsExactly(0L, 1L, 2L, 3L);
      assertThat(harness.live().waiting()).isZero();
      assertThat(harness.subjectsWith(CameraStates.WAITING_CHUNKS)).isEmpty();
      harness.pass(WAIT);
      assertThat(harness.waveforms()).hasSize(4);
    }
  }

  @ParameterizedTest
  @EnumSource
  void missingChunkIsGivenUpAfterTheWaitAndLateWhenItComes(Backend backend) throws Exception {
    try (PulseHarness harness = PulseHarness.open(tiny, backend)) {
      send(harness, 0, 2);
      harness.pass(WAIT);

      assertThat(sequences(harness)).containsExactly(0L, 2L);
      WaveQuality quality = harness.waveforms().get(1).quality();
      assertThat(quality.gapSeconds()).isCloseTo(11 / 30., within(1e-4));
      assertThat(quality.segment()).isEqualTo(FIRST_SEGMENT);
      assertThat(quality.reasons())
          .containsExactly(
              QualityReason.WARMING_UP, QualityReason.GAP, QualityReason.INTERVALS_REPLACED);
      assertThat(harness.metrics().gaps.getCount()).isEqualTo(1);

      send(harness, 1);
      assertThat(harness.waveforms()).hasSize(2);
      assertThat(harness.deadLetters())
          .singleElement()
          .satisfies(
              letter ->
                  assertThat(letter.reason())
                      .isEqualTo(
                          "sequence 1 of camera 'camera-1' arrived after it was skipped; 3 is the next"));
      assertThat(harness.metrics().late.getCount()).isEqualTo(1);
    }
  }

  /** The chunk lies in Kafka behind the one that waits for it, but the slot does not come to it. */
  @ParameterizedTest
  @EnumSource
  void chunkThatQueuedDuringAStallIsInTime(Backend backend) throws Exception {
    try (PulseHarness harness = PulseHarness.open(tiny, backend)) {
      send(harness, 0, 2);
      harness.passInAQueue(WAIT.plusSeconds(1));
      send(harness, 1);
      assertThat(sequences(harness)).containsExactly(0L, 1L, 2L);
      assertThat(harness.deadLetters()).isEmpty();

      send(harness, 4);
      harness.passInAQueue(WAIT.plusSeconds(1));
      assertThat(harness.live().waiting()).isEqualTo(1);
      harness.pass(Duration.ZERO); // nothing queues any more
      assertThat(sequences(harness)).containsExactly(0L, 1L, 2L, 4L);
    }
  }

  @Test
  void waitEndsAtLastThoughChunksQueue() throws Exception {
    try (PulseHarness harness = PulseHarness.open(tiny, Backend.HASHMAP)) {
      send(harness, 0, 2);
      harness.passInAQueue(WAIT.multipliedBy(10).minusMillis(1));
      assertThat(sequences(harness)).containsExactly(0L);
      harness.passInAQueue(Duration.ofMillis(1));
      assertThat(sequences(harness)).containsExactly(0L, 2L);
    }
  }

  /** The clocks of the sources' machines are ahead of the slot's. */
  @Test
  void waitIsNotShorterWhereOtherClocksAreAhead() throws Exception {
    try (PulseHarness harness = PulseHarness.open(tiny, Backend.HASHMAP)) {
      send(harness, 0, 2);
      harness.arriveUpTo(harness.nowMillis() + WAIT.multipliedBy(3).toMillis());
      assertThat(sequences(harness)).containsExactly(0L);
      harness.passInAQueue(WAIT.minusMillis(1));
      assertThat(sequences(harness)).containsExactly(0L);
      harness.passInAQueue(Duration.ofMillis(1));
      assertThat(sequences(harness)).containsExactly(0L, 2L);
    }
  }

  @Test
  void eachHoleHasItsOwnWait() throws Exception {
    try (PulseHarness harness = PulseHarness.open(tiny, Backend.HASHMAP)) {
      send(harness, 0, 2);
      harness.pass(Duration.ofSeconds(1));
      send(harness, 4);
      harness.pass(Duration.ofSeconds(1));
      assertThat(sequences(harness)).containsExactly(0L, 2L);
      harness.pass(Duration.ofSeconds(1));
      assertThat(sequences(harness)).containsExactly(0L, 2L, 4L);
    }
  }

  @Test
  void noMoreChunksWaitThanAllowed() throws Exception {
    try (PulseHarness harness = PulseHarness.open(tiny, Backend.HASHMAP)) {
      send(harness, 0, 2, 3, 4, 5, 6, 7, 8, 9);
      assertThat(sequences(harness)).containsExactly(0L);
      assertThat(harness.live().waiting()).isEqualTo(8);

      send(harness, 11);
      assertThat(sequences(harness)).containsExactly(0L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L);
      assertThat(harness.live().waiting()).isEqualTo(1);
    }
  }

  @Test
  void withoutRoomNothingWaits() throws Exception {
    TimeRules rules = TimeRules.DEFAULT.with(new TimeRules.Reordering(WAIT, 0));
    try (PulseHarness harness = PulseHarness.open(tiny, rules)) {
      send(harness, 3, 0, 5);
      assertThat(sequences(harness)).containsExactly(3L, 5L);
      assertThat(harness.metrics().late.getCount()).isEqualTo(1);
    }
  }

  @Test
  void cameraThatIsFirstSeenInTheMiddleStartsThereAfterTheWait() throws Exception {
    try (PulseHarness harness = PulseHarness.open(tiny, Backend.HASHMAP)) {
      send(harness, 7);
      assertThat(harness.waveforms()).isEmpty();
      harness.pass(WAIT);
      send(harness, 8);

      assertThat(sequences(harness)).containsExactly(7L, 8L);
      assertThat(harness.waveforms()).extracting(w -> w.quality().gapSeconds()).containsOnly(0.);
      assertThat(harness.waveforms())
          .extracting(w -> w.quality().segment())
          .containsOnly(FIRST_SEGMENT + 2); // 70 frames later
    }
  }

  @ParameterizedTest
  @EnumSource
  void afterARestoreWaitingChunksGetTheFullWait(Backend backend) throws Exception {
    OperatorSubtaskState snapshot;
    try (PulseHarness harness = PulseHarness.open(tiny, backend)) {
      send(harness, 0, 2);
      harness.pass(WAIT.minusMillis(1));
      snapshot = harness.checkpoint();
    }
    long later = Duration.ofHours(1).toMillis();
    try (PulseHarness restored = PulseHarness.restored(tiny, backend, snapshot, later)) {
      restored.pass(WAIT.minusMillis(1));
      assertThat(restored.waveforms()).isEmpty();
      assertThat(restored.live().waiting()).isEqualTo(1);
      restored.pass(Duration.ofMillis(1));
      assertThat(sequences(restored)).containsExactly(2L);
    }
  }

  @Test
  void producerThatNumbersAnewGoesOn() throws Exception {
    try (PulseHarness harness = PulseHarness.open(tiny, Backend.HASHMAP);
        PulseModel engine = TinyModel.load(tiny)) {
      send(harness, 0, 1, 2);
      harness.send(ANNA.chunk(30, 40).numbered(0).message());
      harness.send(ANNA.chunk(40, 50).numbered(1).message());

      assertThat(sequences(harness)).containsExactly(0L, 1L, 2L, 0L, 1L);
      assertThat(harness.waves().get("anna")).containsExactly(Arrays.copyOf(ANNA.wave(engine), 50));
      assertThat(harness.waveforms().get(3).quality().reasons())
          .contains(QualityReason.NUMBERING_RESTART);
      assertThat(harness.metrics().renumberings.getCount()).isEqualTo(1);
    }
  }

  @Test
  void chunksOfTheOldNumberingThatWaitGoFirst() throws Exception {
    try (PulseHarness harness = PulseHarness.open(tiny, Backend.HASHMAP)) {
      send(harness, 0, 1, 3);
      harness.send(ANNA.chunk(40, 50).numbered(0).message());

      assertThat(sequences(harness)).containsExactly(0L, 1L, 3L, 0L);
      assertThat(harness.live().waiting()).isZero();
    }
  }

  @ParameterizedTest(name = "set back by {0} s")
  @ValueSource(longs = {1, 5, 60, 602, 650, 3600, 1_767_225_000})
  void cameraThatRebootsWithItsClockSetBackStartsASegmentAtOnce(long seconds) throws Exception {
    try (PulseHarness harness = PulseHarness.open(tiny, Backend.ROCKSDB)) {
      harness.pass(SINCE_1970);
      List<SubjectMessage> before = new ArrayList<>();
      List<SubjectMessage> after = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        before.add(sentThen(ANNA.chunk(i * CHUNK, (i + 1) * CHUNK).numbered(i)));
        after.add(sentThen(setBack(seconds).chunk((6 + i) * CHUNK, (7 + i) * CHUNK).numbered(i)));
      }
      harness.send(before);
      harness.send(after);

      assertThat(sequences(harness))
          .containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 0L, 1L, 2L, 3L, 4L, 5L);
      assertThat(harness.waveforms().get(6).quality().reasons())
          .contains(QualityReason.CLOCK_SET_BACK, QualityReason.NUMBERING_RESTART);
      assertThat(harness.waveforms().get(7).quality().reasons())
          .containsExactly(QualityReason.WARMING_UP);
      assertThat(harness.waveforms().subList(6, 12))
          .extracting(w -> w.quality().segment())
          .containsOnly(FIRST_SEGMENT + 1);

      harness.send(after);
      harness.send(before);
      assertThat(harness.waveforms()).hasSize(12);
      assertThat(harness.metrics().duplicates.getCount()).isEqualTo(12);
      assertThat(harness.deadLetters()).isEmpty();
    }
  }

  @Test
  void cameraWhoseNumbersGoOnWhenItsClockIsSetBackStartsASegmentAtOnce() throws Exception {
    try (PulseHarness harness = PulseHarness.open(tiny, Backend.HASHMAP)) {
      send(harness, 0, 1, 2);
      Subject back = setBack(60);
      for (int i = 3; i < 6; i++) {
        harness.send(back.chunk(i * CHUNK, (i + 1) * CHUNK).numbered(i).message());
      }
      send(harness, 0, 1, 2); // again: newer than the last frame, but sent before
      harness.send(setBack(90).chunk(60, 70).numbered(0).message());

      assertThat(sequences(harness)).containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 0L);
      assertThat(harness.waveforms())
          .extracting(w -> w.quality().segment() - FIRST_SEGMENT)
          .containsExactly(0L, 0L, 0L, 1L, 1L, 1L, 2L);
      assertThat(harness.metrics().duplicates.getCount()).isEqualTo(3);
    }
  }

  @ParameterizedTest(name = "set back by {0} s")
  @ValueSource(longs = {60, 602, 3600})
  void cameraWhoseClockAndRecordTimesAreSetBackIsNotTooFast(long seconds) throws Exception {
    try (PulseHarness harness = PulseHarness.open(tiny, Backend.HASHMAP)) {
      harness.pass(SINCE_1970);
      for (int i = 0; i < 12; i++) {
        Subject subject = i < 6 ? ANNA : setBack(seconds);
        harness.send(sentThen(subject.chunk(i * CHUNK, (i + 1) * CHUNK).numbered(i)));
        harness.pass(Duration.ofMillis(333));
      }

      assertThat(harness.waveforms()).hasSize(12);
      assertThat(harness.waveforms().get(6).quality().reasons())
          .contains(QualityReason.CLOCK_SET_BACK);
      assertThat(harness.deadLetters()).isEmpty();
    }
  }

  @Test
  void chunkThatIsSentAgainLaterThanTheBacklogIsADuplicate() throws Exception {
    try (PulseHarness harness = PulseHarness.open(tiny, Backend.HASHMAP)) {
      harness.pass(SINCE_1970);
      List<SubjectMessage> sent = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        sent.add(sentThen(setBack(-301L * i).chunk(0, CHUNK).numbered(i)));
        harness.send(sent.get(i));
        harness.pass(Duration.ofSeconds(301));
      }
      harness.send(sent);

      assertThat(harness.waveforms()).hasSize(3);
      assertThat(harness.metrics().duplicates.getCount()).isEqualTo(3);
      assertThat(harness.deadLetters()).isEmpty();
    }
  }

  /** The first chunks after the reboot are lost, and the clock is where it was when it ran. */
  @ParameterizedTest(name = "{0} chunks lost, set back by {1} s")
  @CsvSource({"1, 20", "2, 20", "3, 20", "3, 40", "1, 60"})
  void rebootedCameraWhoseFirstChunksAreLostGoesOnWithTheNext(int lost, long seconds)
      throws Exception {
    try (PulseHarness harness = PulseHarness.open(tiny, Backend.HASHMAP)) {
      List<SubjectMessage> before = new ArrayList<>();
      List<SubjectMessage> after = new ArrayList<>();
      for (int i = 0; i < 60; i++) { // a second each
        before.add(sentThen(setBack(-i).chunk(0, CHUNK).numbered(i)));
        after.add(sentThen(setBackMillis(seconds * 1000 + 77 - 60_000 - 1000L * i).numbered(i)));
      }
      harness.send(before);
      harness.send(after.subList(lost, 60));

      assertThat(harness.waveforms()).hasSize(120 - lost);
      assertThat(harness.waveforms().get(60).quality().reasons())
          .contains(QualityReason.CLOCK_SET_BACK, QualityReason.NUMBERING_RESTART);
      harness.send(before);
      harness.send(after.subList(lost, 60));
      assertThat(harness.waveforms()).hasSize(120 - lost);
      assertThat(harness.deadLetters()).isEmpty();
    }
  }

  private static SubjectChunk setBackMillis(long millis) {
    return ANNA.at(Arrays.stream(ANNA.timesMicros()).map(time -> time - millis * 1000).toArray())
        .chunk(0, CHUNK);
  }

  private static Subject setBack(long seconds) {
    return ANNA.at(
        Arrays.stream(ANNA.timesMicros()).map(time -> time - seconds * 1_000_000).toArray());
  }

  /** A chunk whose record has the camera's time. */
  private static SubjectMessage sentThen(SubjectChunk chunk) {
    SubjectMessage message = chunk.message();
    return RebootingCamera.sentAt(message, message.eventTimeMillis());
  }

  @Test
  void twoCamerasOnOneSubjectGiveTwoWaves() throws Exception {
    Subject side = Subject.of("side", 200).named("anna");
    try (PulseHarness harness = PulseHarness.open(tiny, Backend.HASHMAP);
        PulseModel engine = TinyModel.load(tiny)) {
      for (int i = 0; i < 20; i++) {
        harness.send(ANNA.chunk(i * CHUNK, (i + 1) * CHUNK).numbered(i).seenBy("front").message());
        harness.send(side.chunk(i * CHUNK, (i + 1) * CHUNK).numbered(i).seenBy("side").message());
      }

      assertThat(wave(harness, "front")).containsExactly(ANNA.wave(engine));
      assertThat(wave(harness, "side")).containsExactly(side.wave(engine));
      assertThat(harness.live().states()).isEqualTo(2);
    }
  }

  private static float[] wave(PulseHarness harness, String cameraId) {
    List<Waveform> ofCamera =
        harness.waveforms().stream().filter(wave -> wave.cameraId().equals(cameraId)).toList();
    float[] wave = PulseHarness.joined(ofCamera).get("anna");
    return wave == null ? new float[0] : wave;
  }

  private static void send(PulseHarness harness, int... sequences) throws Exception {
    for (int sequence : sequences) {
      harness.send(
          ANNA.chunk(sequence * CHUNK, (sequence + 1) * CHUNK).numbered(sequence).message());
    }
  }

  private static List<Long> sequences(PulseHarness harness) {
    return harness.waveforms().stream().map(Waveform::sequence).toList();
  }
}
