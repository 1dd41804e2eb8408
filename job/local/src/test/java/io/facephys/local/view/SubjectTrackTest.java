package io.facephys.local.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.facephys.schemas.PulseWaveform;
import io.facephys.schemas.QualityReason;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class SubjectTrackTest {
  private static final int CHUNK = 30;
  private static final double RATE_HZ = 1.25; // 75 bpm

  private final SubjectTrack track = new SubjectTrack();

  @Test
  void rateIsOfTheWaveAfterTheWarmUp() {
    addAll(chunks(0, 5).stream().map(wave -> warmingUp(wave, 0)).toList());
    assertThat(track.beatsPerMinute()).isEmpty();
    addAll(chunks(5, 20));
    assertThat(track.beatsPerMinute().orElseThrow()).isCloseTo(75, within(0.5));
    assertThat(track.frames()).isEqualTo(20 * CHUNK);
  }

  @Test
  void repeatedChunksDoNotDisturbTheRate() {
    for (int i = 0; i < 20; i++) {
      track.add(chunk(i), 0);
      track.add(chunk(i), 0);
    }
    assertThat(track.beatsPerMinute().orElseThrow()).isCloseTo(75, within(0.5));
  }

  @Test
  void segmentsAreNotJoined() {
    addAll(chunks(0, 20));
    addAll(chunks(20, 24).stream().map(wave -> inSegment(wave, 1)).toList());
    assertThat(track.beatsPerMinute()).as("3.97 s of the new segment").isEmpty();
    assertThat(track.rateText()).isEqualTo("-");
    assertThat(track.last(30).seconds()).hasSize(4 * CHUNK);

    addAll(chunks(24, 30).stream().map(wave -> inSegment(wave, 1)).toList());
    assertThat(track.beatsPerMinute().orElseThrow()).isCloseTo(75, within(0.5));
  }

  @Test
  void newSegmentAfterTheClockWasSetBackHasARate() {
    addAll(chunks(100, 120));
    addAll(chunks(10, 30).stream().map(wave -> inSegment(wave, 1)).toList());

    assertThat(track.rateText()).isEqualTo("75.0");
  }

  @Test
  void repeatsOfAnOlderSegmentDoNotStartASegment() {
    addAll(chunks(10, 20));
    List<PulseWaveform> newer = chunks(20, 30).stream().map(wave -> inSegment(wave, 1)).toList();
    addAll(newer);
    addAll(chunks(10, 20));

    assertThat(track.last(30).seconds()).hasSize(10 * CHUNK);
    assertThat(track.rateText()).isEqualTo("75.0");
  }

  @ParameterizedTest
  @EnumSource(names = {"UNKNOWN", "LOW_FRAME_RATE", "BLACK", "CONSTANT", "UNIT_RANGE", "FROZEN"})
  void unusableChunksShowTheirReasonInPlaceOfARate(QualityReason reason) {
    addAll(chunks(0, 20).stream().map(wave -> with(reason, wave)).toList());
    assertThat(track.rateText()).isEqualTo(reason.name());
    assertThat(track.beatsPerMinute()).isEmpty();

    addAll(chunks(20, 23));
    assertThat(track.beatsPerMinute()).as("3 s of trusted wave").isEmpty();

    addAll(chunks(23, 30));
    assertThat(track.rateText()).isEqualTo("75.0");

    addAll(List.of(with(reason, chunk(30))));
    assertThat(track.beatsPerMinute()).as("the newest chunk is unusable").isEmpty();
  }

  @Test
  void warmUpShowsInPlaceOfARate() {
    addAll(chunks(10, 20).stream().map(wave -> warmingUp(wave, 0)).toList());

    assertThat(track.rateText()).isEqualTo("WARMING_UP");
    assertThat(track.delaysMillis()).isEmpty();
  }

  @Test
  void chunkAfterAGapAndTheTwoSecondsAfterItGiveNoRate() {
    addAll(List.of(with(QualityReason.GAP, chunk(10))));
    addAll(chunks(11, 13).stream().map(SubjectTrackTest::flat).toList()); // begin within 2 s
    addAll(chunks(13, 16));
    assertThat(track.rateText()).as("3 s of trusted wave").isEqualTo("-");

    addAll(chunks(16, 25));
    assertThat(track.rateText()).isEqualTo("75.0");
  }

  @ParameterizedTest
  @EnumSource(names = {"FRAMES_DROPPED", "NUMBERING_RESTART"})
  void reasonsThatSayNothingAgainstTheWaveLeaveTheRate(QualityReason reason) {
    addAll(chunks(10, 25).stream().map(wave -> with(reason, wave)).toList());

    assertThat(track.rateText()).isEqualTo("75.0");
  }

  @Test
  void speedIsOfTheLastFiveSeconds() {
    track.add(chunk(0), 1_000);
    track.add(chunk(1), 9_000);
    track.add(chunk(2), 10_000);
    assertThat(track.framesPerSecond(10_000)).isEqualTo(2 * CHUNK / 5.0);
  }

  @Test
  void stretchHoldsTheLastSecondsOnly() {
    addAll(chunks(0, 10));
    double[] seconds = track.last(2).seconds();
    assertThat(seconds[seconds.length - 1] - seconds[0]).isCloseTo(2, within(1e-6));
  }

  private void addAll(List<PulseWaveform> waves) {
    waves.forEach(wave -> track.add(wave, 0));
  }

  private static PulseWaveform inSegment(PulseWaveform wave, long segment) {
    return PulseWaveform.newBuilder(wave).setSegment(segment).build();
  }

  private static PulseWaveform with(QualityReason reason, PulseWaveform wave) {
    return PulseWaveform.newBuilder(wave).setReasons(List.of(reason)).build();
  }

  private static PulseWaveform warmingUp(PulseWaveform wave, double segmentSeconds) {
    return with(
        QualityReason.WARMING_UP,
        PulseWaveform.newBuilder(wave).setSegmentSeconds(segmentSeconds).build());
  }

  private static PulseWaveform flat(PulseWaveform wave) {
    return PulseWaveform.newBuilder(wave).setWave(Collections.nCopies(CHUNK, 1000f)).build();
  }

  /** Chunks {@code from} to {@code to} of one wave at 75 bpm, without reasons. */
  private static List<PulseWaveform> chunks(int from, int to) {
    return IntStream.range(from, to).mapToObj(SubjectTrackTest::chunk).toList();
  }

  private static PulseWaveform chunk(int number) {
    int first = number * CHUNK;
    return PulseWaveform.newBuilder()
        .setSubjectId("somebody")
        .setCameraId("camera")
        .setSequence(number)
        .setCaptureTimesMicros(
            LongStream.range(first, first + CHUNK).mapToObj(i -> i * 1_000_000 / 30).toList())
        .setWave(
            IntStream.range(first, first + CHUNK)
                .mapToObj(i -> (float) Math.sin(2 * Math.PI * RATE_HZ * i / 30))
                .toList())
        .setModelName("model")
        .setModelSha256("0".repeat(64))
        .setFramesBefore(first)
        .setReplacedIntervals(0)
        .setSegment(0)
        .setSegmentSeconds(0)
        .setFramesDropped(0)
        .setGapSeconds(0)
        .setFrameRateHz(30)
        .setReasons(List.of())
        .build();
  }
}
