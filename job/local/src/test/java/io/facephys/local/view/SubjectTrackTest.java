package io.facephys.local.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.facephys.schemas.PulseWaveform;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class SubjectTrackTest {
  private static final int CHUNK = 30;
  private static final double RATE_HZ = 1.25; // 75 bpm

  @Test
  void rateIsOfTheWaveAfterTheWarmUp() {
    SubjectTrack track = new SubjectTrack();
    for (int i = 0; i < 5; i++) {
      track.add(chunk(i), 0);
    }
    assertThat(track.beatsPerMinute()).isEmpty();
    for (int i = 5; i < 20; i++) {
      track.add(chunk(i), 0);
    }
    assertThat(track.beatsPerMinute().orElseThrow()).isCloseTo(75, within(0.5));
    assertThat(track.frames()).isEqualTo(20 * CHUNK);
  }

  @Test
  void repeatedChunksDoNotDisturbTheRate() {
    SubjectTrack track = new SubjectTrack();
    for (int i = 0; i < 20; i++) {
      track.add(chunk(i), 0);
      track.add(chunk(i), 0);
    }
    assertThat(track.beatsPerMinute().orElseThrow()).isCloseTo(75, within(0.5));
  }

  @Test
  void speedIsOfTheLastFiveSeconds() {
    SubjectTrack track = new SubjectTrack();
    track.add(chunk(0), 1_000);
    track.add(chunk(1), 9_000);
    track.add(chunk(2), 10_000);
    assertThat(track.framesPerSecond(10_000)).isEqualTo(2 * CHUNK / 5.0);
  }

  @Test
  void stretchHoldsTheLastSecondsOnly() {
    SubjectTrack track = new SubjectTrack();
    for (int i = 0; i < 10; i++) {
      track.add(chunk(i), 0);
    }
    double[] seconds = track.last(2).seconds();
    assertThat(seconds[seconds.length - 1] - seconds[0]).isCloseTo(2, within(1e-6));
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
        .setReasons(List.of())
        .build();
  }
}
