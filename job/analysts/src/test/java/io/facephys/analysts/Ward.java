package io.facephys.analysts;

import io.facephys.schemas.PulseWaveform;
import io.facephys.schemas.QualityReason;
import io.facephys.schemas.VitalSigns;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Two minutes of output whose answers are known. Anna's rate is 60 to 119 in the first minute and
 * 70 in the second; a wall has no rate; Bert is seen by two cameras, has a rate in every other
 * second, and 20 s into the first minute his wave has a gap.
 */
final class Ward {
  static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  static final int SECONDS = 120;

  private Ward() {}

  /** Rows of vital signs, one a second for each camera. */
  static List<VitalSigns> rows() {
    List<VitalSigns> rows = new ArrayList<>();
    for (int second = 0; second < SECONDS; second++) {
      rows.add(row("anna", "door", second, second < 60 ? 60.0 + second : 70.0));
      rows.add(row("wall", "door", second, null));
      Double rate = second % 2 == 0 ? 80.25 : null;
      rows.add(row("bert", "door", second, rate));
      rows.add(row("bert", "hall", second, rate));
      rows.add(row("bert", null, second, rate));
    }
    return rows;
  }

  /** Waves of Bert at the door, one a second. */
  static List<PulseWaveform> waves() {
    List<PulseWaveform> waves = new ArrayList<>();
    for (int second = 0; second < SECONDS; second++) {
      List<QualityReason> reasons = second == 20 ? List.of(QualityReason.GAP) : List.of();
      waves.add(wave(second, reasons));
    }
    return waves;
  }

  private static VitalSigns row(
      String subject, @Nullable String camera, int second, @Nullable Double rate) {
    VitalSigns.Builder row =
        VitalSigns.newBuilder()
            .setSubjectId(subject)
            .setWindowStart(START.plusSeconds(second - 10))
            .setWindowEnd(START.plusSeconds(second))
            .setCoverage(1)
            .setFrameRateHz(30.0)
            .setVariabilityBeats(0)
            .setCameras(1)
            .setModelName("model")
            .setModelSha256("0".repeat(64))
            .setAlgorithm("test 1");
    if (camera != null) {
      row.setCameraId(camera);
    }
    return rate == null
        ? row.setPulseRateAbsentReason("NO_PULSE").build()
        : row.setPulseRateBpm(rate).setSignalQuality(0.9).build();
  }

  private static PulseWaveform wave(int second, List<QualityReason> reasons) {
    List<Long> times = new ArrayList<>();
    List<Float> samples = new ArrayList<>();
    for (int frame = 29; frame >= 0; frame--) {
      times.add(START.getEpochSecond() * 1_000_000 + second * 1_000_000L - frame * 1_000_000L / 30);
      samples.add((float) Math.sin(frame) / 3);
    }
    return PulseWaveform.newBuilder()
        .setSubjectId("bert")
        .setCameraId("door")
        .setSequence(second)
        .setCaptureTimesMicros(times)
        .setWave(samples)
        .setModelName("model")
        .setModelSha256("0".repeat(64))
        .setFramesBefore(0)
        .setReplacedIntervals(0)
        .setSegment(0)
        .setSegmentSeconds(second)
        .setFramesDropped(0)
        .setGapSeconds(reasons.isEmpty() ? 0 : 0.5)
        .setFrameRateHz(29.5)
        .setReasons(reasons)
        .build();
  }
}
