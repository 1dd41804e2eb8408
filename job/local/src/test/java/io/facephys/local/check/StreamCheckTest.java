package io.facephys.local.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.facephys.camera.portrait.PortraitVideo.Format;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each fault is found where it is, and nowhere else. */
final class StreamCheckTest {
  private static List<SentChunk> clean;

  @BeforeAll
  static void paint() {
    clean = PaintedStream.of(/* seconds= */ 11);
  }

  @ParameterizedTest
  @EnumSource
  void eachFaultIsFoundAndNamed(InjectedFault fault) {
    Set<Point> found = faults(fault.injectedInto(clean), PaintedStream.RATE_BPM);

    assertThat(found).contains(fault.point());
    assertThat(found).isSubsetOf(fault.points());
  }

  @Test
  void aCleanStreamHasNoFault() {
    assertThat(faults(clean, PaintedStream.RATE_BPM)).isEmpty();
  }

  @Test
  void anotherPulseThanTheExpectedOneIsFound() {
    assertThat(faults(clean, PaintedStream.RATE_BPM + 20)).containsExactly(Point.PULSE);
  }

  @Test
  void aVideoCodecIsFoundAndMjpegIsNot(@TempDir Path folder) {
    assertThat(faults(PaintedStream.through(Format.MJPEG, folder), Double.NaN)).isEmpty();
    assertThat(faults(PaintedStream.through(Format.H264_HIGH, folder), Double.NaN))
        .contains(Point.COMPRESSION);
  }

  @Test
  void aRecordThatHoldsNoChunkIsFound() {
    try (StreamCheck check = new StreamCheck()) {
      clean.forEach(check::add);
      check.addMalformed("frames are 32 x 32 pixels");
      assertThat(found(check, OptionalDouble.empty())).containsExactly(Point.RECORDS);
    }
  }

  private static Set<Point> faults(List<SentChunk> chunks, double expectedBpm) {
    try (StreamCheck check = new StreamCheck()) {
      chunks.forEach(check::add);
      return found(
          check,
          Double.isNaN(expectedBpm) ? OptionalDouble.empty() : OptionalDouble.of(expectedBpm));
    }
  }

  private static Set<Point> found(StreamCheck check, OptionalDouble expectedBpm) {
    return check.findings(expectedBpm).stream()
        .filter(finding -> finding.verdict() == Finding.Verdict.FAULT)
        .map(Finding::point)
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
