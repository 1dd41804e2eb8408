package io.facephys.cli.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.facephys.schemas.PulseWaveform;
import io.facephys.schemas.QualityReason;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class SubjectTrackTest {
  private static final int CHUNK = 30;
  private static final double RATE_HZ = 1.25; // 75 bpm

  private final SubjectTrack track = new SubjectTrack();

  @Test
  void rateIsThatOfTheNewestVitalSigns() {
    assertThat(track.rateText()).isEqualTo("-");
    track.add(Rows.withRate("somebody", 74.9), 0);
    assertThat(track.rateText()).isEqualTo("74.9");
    assertThat(track.beatsPerMinute()).hasValue(74.9);

    track.add(Rows.withoutRate("somebody", "NO_PULSE"), 0);
    assertThat(track.rateText()).isEqualTo("NO_PULSE");
    assertThat(track.beatsPerMinute()).isEmpty();
  }

  @Test
  void segmentsAreNotJoined() {
    addAll(chunks(0, 20));
    addAll(chunks(20, 24).stream().map(wave -> inSegment(wave, 1)).toList());

    assertThat(track.last(30).seconds()).hasSize(4 * CHUNK);
    assertThat(track.frames()).isEqualTo(24 * CHUNK);
  }

  @Test
  void repeatsOfAnOlderSegmentDoNotStartASegment() {
    addAll(chunks(10, 20));
    addAll(chunks(20, 30).stream().map(wave -> inSegment(wave, 1)).toList());
    addAll(chunks(10, 20));

    assertThat(track.last(30).seconds()).hasSize(10 * CHUNK);
  }

  @Test
  void delayIsThatOfTheNewestWaveAfterTheWarmUp() {
    track.add(with(QualityReason.WARMING_UP, chunk(0)), 3_000);
    assertThat(track.delayMillis()).isEmpty();
    track.add(chunk(1), 5_000);

    assertThat(track.delayMillis()).hasValue(5_000L - 1_966);
    assertThat(track.arrivedMillis()).isEqualTo(5_000);
  }

  /** As when the job catches up: ten seconds of wave arrive in one. */
  @Test
  void speedIsThatOfTheCameraInWhateverRhythmWavesArrive() {
    chunks(0, 10).forEach(chunk -> track.add(chunk, 20_000));

    assertThat(track.framesPerSecond(20_000)).isCloseTo(30, within(1e-3));
    assertThat(track.framesPerSecond(26_000)).isZero();
  }

  @Test
  void stretchHoldsTheLastSecondsOnly() {
    addAll(chunks(0, 10));
    double[] seconds = track.last(2).seconds();
    assertThat(seconds[seconds.length - 1] - seconds[0]).isCloseTo(2, within(1e-6));
  }

  @Test
  void waveThatComesTwiceCountsOnce() {
    assertThat(track.add(chunk(0), 0)).isTrue();
    assertThat(track.add(chunk(0), 0)).isFalse();
    assertThat(track.frames()).isEqualTo(CHUNK);
  }

  @Test
  void longLifeNeedsNoMoreMemory() {
    List<PulseWaveform> waves =
        IntStream.range(0, 100)
            .mapToObj(i -> PulseWaveform.newBuilder(chunk(0)).setWave(List.of(0f)).build())
            .toList();
    long before = usedBytes();
    for (int second = 0; second < 1_000_000; second++) {
      PulseWaveform wave = waves.get(second % waves.size()); // its last use was 100 s ago
      wave.setCaptureTimesMicros(List.of(second * 1_000_000L));
      track.add(wave, (second + 5) * 1_000L);
    }
    assertThat(usedBytes() - before).isLessThan(10_000_000);
    assertThat(track.frames()).isEqualTo(1_000_000);
  }

  private static long usedBytes() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
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

  /** Chunks {@code from} to {@code to} of one wave at 75 bpm, without reasons. */
  static List<PulseWaveform> chunks(int from, int to) {
    return IntStream.range(from, to).mapToObj(SubjectTrackTest::chunk).toList();
  }

  static PulseWaveform chunk(int number) {
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
