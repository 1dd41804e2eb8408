package io.facephys.cli.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.facephys.schemas.CropContract;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class TimeCheckTest {
  private static final long FRAME_MICROS = 33_333;

  private final TimeCheck check = new TimeCheck();

  @Test
  void numberThatComesAgainIsRepeatedHoweverLongAgoItCame() {
    LongStream.range(0, 5000).forEach(number -> assertThat(check.add(chunk(number))).isTrue());

    assertThat(check.add(chunk(0))).isFalse();
    assertThat(check.add(chunk(4999))).isFalse();

    assertThat(figure(Point.NUMBERING)).isEqualTo("0 missing, 2 repeated");
  }

  @Test
  void numbersThatCameInAnotherOrderAreNotMissing() {
    for (long number : new long[] {7, 5, 6, 9}) {
      assertThat(check.add(chunk(number))).isTrue();
    }
    assertThat(figure(Point.NUMBERING)).isEqualTo("1 missing, 0 repeated");
  }

  @Test
  void ratesAndJitterAreThoseOfTheIntervals() {
    for (int i = 0; i < 300; i++) { // each third interval is twice as long as the others
      long micros = (i / 3 * 4L + i % 3) * FRAME_MICROS;
      check.add(new SentChunk(i, new long[] {micros}, new byte[0], SentChunk.UNKNOWN));
    }
    assertThat(check.frameRateHz()).isCloseTo(1e6 * 299 / (398 * FRAME_MICROS), within(1e-9));
    assertThat(figure(Point.JITTER)).isEqualTo("intervals 33 % from their median");
  }

  private String figure(Point point) {
    return check.findings().stream()
        .filter(finding -> finding.point() == point)
        .findFirst()
        .orElseThrow()
        .figure();
  }

  private static SentChunk chunk(long number) {
    return new SentChunk(
        number, new long[] {number * FRAME_MICROS}, new byte[CropContract.FRAME_BYTES], 0);
  }
}
