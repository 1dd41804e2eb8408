package io.facephys.cli.live;

import io.facephys.schemas.VitalSigns;
import java.time.Instant;

/** Vital signs for tests. */
public final class Rows {
  private Rows() {}

  /** A second with a pulse rate. */
  public static VitalSigns withRate(String subjectId, double rateBpm) {
    return builder(subjectId)
        .setPulseRateBpm(rateBpm)
        .setPulseRateLowBpm(rateBpm - 2)
        .setPulseRateHighBpm(rateBpm + 2)
        .setSignalQuality(0.95)
        .build();
  }

  /** A second without. */
  public static VitalSigns withoutRate(String subjectId, String reason) {
    return builder(subjectId).setPulseRateAbsentReason(reason).build();
  }

  private static VitalSigns.Builder builder(String subjectId) {
    return VitalSigns.newBuilder()
        .setSubjectId(subjectId)
        .setCameraId("camera")
        .setWindowStart(Instant.EPOCH)
        .setWindowEnd(Instant.EPOCH.plusSeconds(10))
        .setCoverage(1)
        .setVariabilityBeats(0)
        .setCameras(1)
        .setModelName("model")
        .setModelSha256("0".repeat(64))
        .setAlgorithm("test 1");
  }
}
