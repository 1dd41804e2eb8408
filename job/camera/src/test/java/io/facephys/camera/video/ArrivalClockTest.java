package io.facephys.camera.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class ArrivalClockTest {
  private static final long NOW = 1_800_000_000_000_000L;
  private static final double INTERVAL = 1e6 / 15;

  @Test
  void theJitterOfTheArrivalsIsTakenOut() {
    Random jitter = new Random(1);
    List<Long> times = new ArrayList<>();
    ArrivalClock clock = new ArrivalClock();
    for (int picture = 0; picture < 60 * 15; picture++) {
      long arrival = NOW + Math.round(picture * INTERVAL + 10_000 * jitter.nextGaussian());
      times.add(clock.captureTimeMicros(0, arrival));
    }
    double squares = 0;
    for (int i = 75; i < times.size(); i++) {
      squares += Math.pow(times.get(i) - times.get(i - 1) - INTERVAL, 2);
    }
    double deviation = Math.sqrt(squares / (times.size() - 75));
    assertThat(deviation).as("of the intervals, in microseconds").isLessThan(2_500);
    assertThat((times.get(899) - times.get(75)) / 824.0).isCloseTo(INTERVAL, within(50.0));
  }

  @Test
  void aPauseIsAGap() {
    ArrivalClock clock = new ArrivalClock();
    long last = 0;
    for (int picture = 0; picture < 75; picture++) {
      last = clock.captureTimeMicros(0, NOW + Math.round(picture * INTERVAL));
    }
    assertThat(clock.captureTimeMicros(0, last + 3_000_000)).isEqualTo(last + 3_000_000);
    assertThat(clock.captureTimeMicros(0, last + 3_000_000 + Math.round(INTERVAL)))
        .isCloseTo(last + 3_000_000 + Math.round(INTERVAL), within(100L));
  }

  /** As a webcam in dim light does. */
  @Test
  void anotherRateIsFollowed() {
    ArrivalClock clock = new ArrivalClock();
    long arrival = NOW;
    List<Long> times = new ArrayList<>();
    for (int picture = 0; picture < 300; picture++) {
      arrival += picture < 150 ? 33_333 : 66_667;
      times.add(clock.captureTimeMicros(0, arrival));
    }
    assertThat(times.get(299)).isCloseTo(arrival, within(2_000L));
    assertThat(times.get(299) - times.get(298)).isCloseTo(66_667, within(200L));
    assertThat(times).isSorted();
  }
}
