package io.facephys.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.facephys.pipeline.PulseHarness.Backend;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@link PulseFunction} under gaps, backward clocks and a model that fails. */
class DisturbedStreamTest {
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
  void gapAndBackwardTimeAreCountedOnceEach(Backend backend) throws Exception {
    try (PulseHarness harness = PulseHarness.open(TinyModel.in(folder), backend)) {
      harness.send(disturbed.received(0, 2));
      harness.send(disturbed.received(2, 3));
      harness.send(disturbed.received(3, 6));

      List<Waveform> waves = harness.waveforms();
      assertThat(waves).extracting(Waveform::framesBefore).containsExactly(0L, 2L, 3L);
      assertThat(waves).extracting(Waveform::replacedIntervals).containsExactly(0, 1, 1);
    }
  }

  @Test
  void chunksStartingBeforeTheLastOneEndedAreCounted() throws Exception {
    Subject anna = Subject.of("anna", 4);
    try (PulseHarness harness = PulseHarness.open(TinyModel.in(folder), Backend.HASHMAP)) {
      harness.send(anna.received(2, 4));
      harness.send(anna.received(0, 2));
      harness.send(anna.received(0, 2));

      assertThat(harness.waveforms())
          .extracting(Waveform::replacedIntervals)
          .containsExactly(0, 1, 1);
    }
  }

  @Test
  void defaultWeightsStayFiniteAcrossAGapAndABackwardTime() throws Exception {
    try (PulseHarness harness = PulseHarness.open(ModelLocation.DEFAULT, Backend.HASHMAP)) {
      harness.send(disturbed.receivedInChunksOf(2));

      assertThat(harness.deadLetters()).isEmpty();
      assertThat(harness.waveforms()).hasSize(3);
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
    ReceivedChunk dark = anna.inTheDark().received(10, 20);
    try (PulseHarness harness = PulseHarness.open(model, backend);
        PulseHarness spared = PulseHarness.open(model, backend)) {
      for (ReceivedChunk good : List.of(anna.received(0, 10), anna.received(10, 30))) {
        harness.send(good);
        harness.send(dark);
        spared.send(good);
      }

      assertThat(harness.waveforms()).usingRecursiveComparison().isEqualTo(spared.waveforms());
      assertThat(harness.deadLetters())
          .hasSize(2)
          .allSatisfy(
              letter -> {
                assertThat(letter.reason()).isEqualTo("the wave is NaN at frame 0");
                assertThat(letter.record()).usingRecursiveComparison().isEqualTo(dark.record());
              });
    }
  }

  @Test
  void subjectThatOnlyFailedHasNoState() throws Exception {
    ModelLocation model = TinyModel.blindInTheDarkIn(folder);
    try (PulseHarness harness = PulseHarness.open(model, Backend.HASHMAP)) {
      harness.send(Subject.of("anna", 5).inTheDark().received(0, 5));

      assertThat(harness.numKeyedStateEntries()).isZero();
    }
  }
}
