package io.facephys.pipeline.pulse;

import static org.assertj.core.api.Assertions.assertThat;

import io.facephys.pipeline.Subject;
import io.facephys.pipeline.TinyModel;
import io.facephys.pipeline.config.ModelLocation;
import io.facephys.pipeline.pulse.PulseHarness.Backend;
import io.facephys.pipeline.record.DeadLetter;
import io.facephys.pipeline.record.SubjectMessage;
import io.facephys.pipeline.record.Waveform;
import io.facephys.pipeline.state.CameraStates;
import io.facephys.schemas.QualityReason;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@link PulseFunction} under gaps, backward clocks and a model that fails. */
class DisturbedStreamTest {
  private static final long FIRST_SEGMENT = Subject.START_MICROS / 1_000_000;
  private static final long START = Subject.START_MICROS;
  private static final long FRAME = 33_000;
  private static final long GAP = 10_000_000;

  @TempDir private Path folder;
  private Subject disturbed;

  /**
   * Two frames, 10 s of nothing, two frames, the clock set back by 5 s within a chunk, two more.
   */
  @BeforeEach
  void disturb() {
    disturbed =
        Subject.of("anna", 6)
            .at(
                START,
                START + FRAME,
                START + GAP,
                START + GAP + FRAME,
                START + GAP / 2,
                START + GAP / 2 + FRAME);
  }

  @ParameterizedTest
  @EnumSource
  void gapAndBackwardTimeAreToldOnceEach(Backend backend) throws Exception {
    try (PulseHarness harness = PulseHarness.open(TinyModel.in(folder), backend)) {
      harness.send(disturbed.chunk(0, 2).numbered(0).message());
      harness.send(disturbed.chunk(2, 3).numbered(1).message());
      harness.send(disturbed.chunk(3, 6).numbered(2).message());

      List<Waveform> waves = harness.waveforms();
      assertThat(waves).extracting(Waveform::framesBefore).containsExactly(0L, 2L, 3L);
      assertThat(waves).extracting(Waveform::replacedIntervals).containsExactly(0, 1, 0);
      assertThat(waves).extracting(w -> w.quality().framesDropped()).containsExactly(0, 0, 2);
      assertThat(waves)
          .extracting(w -> w.quality().gapSeconds())
          .containsExactly(0., (GAP - FRAME) / 1e6, 0.);
    }
  }

  @Test
  void defaultWeightsStayFiniteAcrossAGapAndABackwardTime() throws Exception {
    try (PulseHarness harness = PulseHarness.open(ModelLocation.DEFAULT, Backend.HASHMAP)) {
      harness.send(disturbed.inChunksOf(2));

      assertThat(harness.deadLetters()).isEmpty();
      assertThat(harness.waveforms()).hasSize(2);
      assertThat(harness.metrics().duplicates.getCount()).isEqualTo(1);
      for (Waveform waveform : harness.waveforms()) {
        for (float sample : waveform.wave()) {
          assertThat(sample).isFinite();
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void chunkThatTheModelFailsOnIsADeadLetterAndLeavesNoTrace(Backend backend) throws Exception {
    ModelLocation model = TinyModel.blindInTheDarkIn(folder);
    Subject anna = Subject.of("anna", 30);
    SubjectMessage dark = anna.inTheDark().chunk(10, 20).numbered(1).message();
    try (PulseHarness harness = PulseHarness.open(model, backend);
        PulseHarness spared = PulseHarness.open(model, backend)) {
      harness.send(
          List.of(
              anna.chunk(0, 10).numbered(0).message(),
              dark,
              anna.chunk(10, 30).numbered(2).message()));
      spared.send(
          List.of(
              anna.chunk(0, 10).numbered(0).message(), anna.chunk(10, 30).numbered(1).message()));

      assertThat(harness.waveforms())
          .usingRecursiveComparison()
          .ignoringFields("sequence")
          .isEqualTo(spared.waveforms());
      assertThat(harness.deadLetters())
          .singleElement()
          .satisfies(
              letter -> {
                assertThat(letter.reason()).isEqualTo("the wave is NaN at frame 0");
                assertThat(letter.record()).usingRecursiveComparison().isEqualTo(dark.record());
              });
    }
  }

  @Test
  void subjectThatOnlyFailedHasNoModelState() throws Exception {
    ModelLocation model = TinyModel.blindInTheDarkIn(folder);
    try (PulseHarness harness = PulseHarness.open(model, Backend.HASHMAP)) {
      harness.send(Subject.of("anna", 5).inTheDark().chunk(0, 5).message());

      assertThat(harness.subjectsWith(CameraStates.CAMERA_SSM_STATE)).isEmpty();
      assertThat(harness.metrics().deadLetters(DeadLetter.Cause.NOT_FINITE)).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void stateThatGivesNoFiniteWaveStartsAgainAndIsNeverStored(Backend backend) throws Exception {
    Subject anna = Subject.of("anna", 30);
    try (PulseHarness harness = PulseHarness.open(TinyModel.tiringIn(folder), backend)) {
      harness.send(anna.inChunksOf(3));

      assertThat(harness.deadLetters()).isEmpty();
      assertThat(harness.waveforms()).hasSize(10);
      List<Waveform> restarted =
          harness.waveforms().stream()
              .filter(w -> List.of(w.quality().reasons()).contains(QualityReason.STATE_RESET))
              .toList();
      assertThat(restarted).isNotEmpty();
      assertThat(restarted).extracting(Waveform::framesBefore).containsOnly(0L);
      assertThat(harness.waveforms().get(9).quality().segment())
          .isEqualTo(FIRST_SEGMENT + restarted.size());
      assertThat(harness.metrics().restarts(PulseMetrics.Restart.NOT_FINITE))
          .isEqualTo(restarted.size());
      for (Waveform waveform : harness.waveforms()) {
        for (float sample : waveform.wave()) {
          assertThat(sample).isFinite();
        }
      }
    }
  }

  @Test
  void longGapAndClockSetBackStartNewSegments() throws Exception {
    Subject anna = Subject.of("anna", 6);
    long[] times = {START, START + FRAME, START + 2 * GAP, START + 2 * GAP + FRAME, 5, 5 + FRAME};
    try (PulseHarness harness = PulseHarness.open(TinyModel.in(folder), Backend.HASHMAP)) {
      harness.send(anna.at(times).inChunksOf(2));

      assertThat(harness.waveforms())
          .extracting(w -> w.quality().segment())
          .containsExactly(FIRST_SEGMENT, FIRST_SEGMENT + 1, FIRST_SEGMENT + 2);
      assertThat(harness.waveforms().get(1).quality().reasons())
          .containsExactly(QualityReason.WARMING_UP, QualityReason.GAP, QualityReason.GAP_RESTART);
      assertThat(harness.waveforms().get(2).quality().reasons())
          .containsExactly(QualityReason.WARMING_UP, QualityReason.CLOCK_SET_BACK);
      assertThat(harness.waveforms()).extracting(Waveform::framesBefore).containsOnly(0L);
    }
  }

  @Test
  void longGapWithinAChunkStartsANewSegmentWithTheNextOne() throws Exception {
    Subject anna = Subject.of("anna", 8);
    long later = START + 20 * 60_000_000L;
    long[] times = {
      START, START + FRAME, START + 2 * FRAME, START + 3 * FRAME,
      later, later + FRAME, later + 2 * FRAME, later + 3 * FRAME
    };
    try (PulseHarness harness = PulseHarness.open(TinyModel.in(folder), Backend.HASHMAP)) {
      harness.send(anna.at(times).chunk(0, 2).numbered(0).message());
      harness.send(anna.at(times).chunk(2, 6).numbered(1).message());
      harness.send(anna.at(times).chunk(6, 8).numbered(2).message());

      List<Waveform> waves = harness.waveforms();
      assertThat(waves)
          .extracting(w -> w.quality().segment())
          .containsExactly(FIRST_SEGMENT, FIRST_SEGMENT, FIRST_SEGMENT + 1);
      assertThat(waves).extracting(w -> w.quality().framesDropped()).containsExactly(0, 2, 0);
      assertThat(waves.get(1).quality().reasons())
          .containsExactly(QualityReason.WARMING_UP, QualityReason.FRAMES_DROPPED);
      assertThat(waves.get(2).quality().reasons())
          .containsExactly(QualityReason.WARMING_UP, QualityReason.GAP, QualityReason.GAP_RESTART);
      assertThat(waves.get(2).quality().gapSeconds()).isEqualTo((times[6] - times[3]) / 1e6);
    }
  }

  @ParameterizedTest
  @EnumSource
  void chunkThatTheModelFailedOnIsADuplicateWhenItComesAgain(Backend backend) throws Exception {
    Subject anna = Subject.of("anna", 30);
    SubjectMessage first = anna.inTheDark().chunk(0, 5).numbered(0).message();
    SubjectMessage dark = anna.inTheDark().chunk(10, 20).numbered(2).message();
    try (PulseHarness harness = PulseHarness.open(TinyModel.blindInTheDarkIn(folder), backend)) {
      harness.send(first);
      harness.send(first);
      harness.send(anna.chunk(5, 10).numbered(1).message());
      harness.send(dark);
      harness.send(dark);
      harness.send(anna.chunk(20, 30).numbered(3).message());

      assertThat(harness.waveforms()).extracting(Waveform::sequence).containsExactly(1L, 3L);
      assertThat(harness.metrics().deadLetters(DeadLetter.Cause.NOT_FINITE)).isEqualTo(2);
      assertThat(harness.metrics().duplicates.getCount()).isEqualTo(2);
      assertThat(harness.metrics().renumberings.getCount()).isZero();
    }
  }

  @Test
  void slowCameraAndBadFramesAreMarked() throws Exception {
    Subject slow = Subject.of("anna", 3).at(START, START + 100_000, START + 200_000);
    try (PulseHarness harness = PulseHarness.open(TinyModel.in(folder), Backend.HASHMAP)) {
      harness.send(slow.chunk(0, 3).message());
      harness.send(Subject.of("bert", 10).inTheDark().chunk(0, 10).message());
      harness.send(Subject.of("carl", 10).inBlueLight().chunk(0, 10).message());

      assertThat(harness.waveforms().get(0).quality().reasons())
          .containsExactly(QualityReason.WARMING_UP, QualityReason.LOW_FRAME_RATE);
      assertThat(harness.waveforms().get(1).quality().reasons())
          .containsExactly(
              QualityReason.WARMING_UP,
              QualityReason.BLACK,
              QualityReason.CONSTANT,
              QualityReason.FROZEN);
      assertThat(harness.waveforms().get(2).quality().reasons())
          .containsExactly(
              QualityReason.WARMING_UP,
              QualityReason.CONSTANT,
              QualityReason.OVEREXPOSED,
              QualityReason.BLUE_FIRST);
    }
  }
}
