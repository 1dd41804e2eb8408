package io.facephys.cli.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.facephys.cli.live.LiveTracks;
import io.facephys.schemas.PulseBeat;
import io.facephys.schemas.PulseWaveform;
import io.facephys.schemas.QualityReason;
import io.facephys.schemas.VitalSigns;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The text that the page's scripts read. {@code batch.json} is that of a hand-written writer. */
final class BatchJsonTest {
  private static final long CAPTURE_MICROS = 1_767_225_600_123_456L;
  private static final long NOW_MILLIS = 1_767_225_612_345L;

  @Test
  void textIsThatOfTheHandWrittenWriter() throws IOException {
    LiveTracks tracks = new LiveTracks();
    tracks.add(wave("anna", 0, QualityReason.WARMING_UP), NOW_MILLIS - 1_000);
    tracks.add(wave("anna", 1), NOW_MILLIS);
    tracks.add(wave("anna \"ä\" </script>", 1), NOW_MILLIS);
    tracks.add(row(9, 71.23456), NOW_MILLIS);
    tracks.add(row(10, 72.0), NOW_MILLIS);
    tracks.add(VitalSigns.newBuilder(row(10, null)).clearCameraId().build(), NOW_MILLIS);
    tracks.add(beat(1.5), NOW_MILLIS);
    tracks.add(beat(2.3337), NOW_MILLIS);
    String problem = "2 records could not be read: \"why\"";

    assertThat(BatchJson.of(tracks, NOW_MILLIS, tracks.lostAfterMillis(), problem))
        .isEqualTo(resource("batch.json"));
  }

  private static String resource(String name) throws IOException {
    try (InputStream stream = BatchJsonTest.class.getResourceAsStream(name)) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8).strip();
    }
  }

  private static PulseWaveform wave(String subjectId, int second, QualityReason... reasons) {
    long first = CAPTURE_MICROS + second * 1_000_000L;
    return PulseWaveform.newBuilder()
        .setSubjectId(subjectId)
        .setCameraId("camera")
        .setSequence(second)
        .setCaptureTimesMicros(List.of(first, first + 33_333, first + 66_667))
        .setWave(List.of(0.5f, -1.25f, 0.0004f))
        .setModelName("model")
        .setModelSha256("0".repeat(64))
        .setFramesBefore(second)
        .setReplacedIntervals(0)
        .setSegment(1_767_225_600L)
        .setSegmentSeconds(second)
        .setFramesDropped(0)
        .setGapSeconds(0)
        .setFrameRateHz(30)
        .setReasons(List.of(reasons))
        .build();
  }

  private static VitalSigns row(int second, @Nullable Double rateBpm) {
    VitalSigns.Builder row =
        VitalSigns.newBuilder()
            .setSubjectId("anna")
            .setCameraId("camera")
            .setWindowStart(at(second - 10))
            .setWindowEnd(at(second))
            .setCoverage(0.98765)
            .setVariabilityBeats(0)
            .setVariabilityAbsentReason("TOO_SHORT")
            .setSdnnMillis(41.00049)
            .setRespirationAbsentReason("REASON_OF_A_NEWER_JOB")
            .setCameras(2)
            .setModelName("model")
            .setModelSha256("0".repeat(64))
            .setAlgorithm("test 1");
    return rateBpm == null
        ? row.setPulseRateAbsentReason("WARMING_UP").build()
        : row.setPulseRateBpm(rateBpm)
            .setPulseRateLowBpm(rateBpm - 2.5)
            .setPulseRateHighBpm(rateBpm + 0.125)
            .setFrameRateHz(29.97)
            .setBeatRateBpm(rateBpm + 0.1)
            .setSignalQuality(0.97)
            .build();
  }

  private static PulseBeat beat(double seconds) {
    return PulseBeat.newBuilder()
        .setSubjectId("anna")
        .setCameraId("camera")
        .setSegment(1_767_225_600L)
        .setBeatTime(at(seconds))
        .setBeatTimeErrorMillis(4)
        .setConfirmed(true)
        .setModelName("model")
        .setModelSha256("0".repeat(64))
        .setAlgorithm("test 1")
        .build();
  }

  private static Instant at(double seconds) {
    return Instant.EPOCH.plusNanos(CAPTURE_MICROS * 1000 + Math.round(seconds * 1e9));
  }
}
