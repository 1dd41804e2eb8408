package io.facephys.cli.page;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.facephys.cli.live.AbsentReasonText;
import io.facephys.cli.live.LiveTracks;
import io.facephys.cli.live.SubjectTrack;
import io.facephys.schemas.PulseWaveform;
import io.facephys.schemas.VitalSigns;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A batch as the page's scripts read it. All times are milliseconds since the epoch; values are
 * rounded to thousandths.
 *
 * @param now when it was made
 * @param lostAfter a camera that is silent for longer is lost
 * @param problem what is wrong with records that could not be read; null if all could
 */
record BatchJson(long now, long lostAfter, @Nullable String problem, List<View> views) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The text of a batch of everything in {@code tracks}. */
  static String of(
      LiveTracks tracks, long nowMillis, long lostAfterMillis, @Nullable String problem) {
    List<View> views =
        tracks.tracks().entrySet().stream()
            .map(entry -> View.of(entry.getKey(), entry.getValue()))
            .toList();
    try {
      return JSON.writeValueAsString(new BatchJson(nowMillis, lostAfterMillis, problem, views));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * One subject and camera.
   *
   * @param camera null for all cameras together
   * @param row the newest vital signs; left out if none have come
   */
  private record View(
      String subject,
      @Nullable String camera,
      List<Wave> waves,
      Collection<Long> beats,
      List<List<@Nullable Number>> trend,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable ObjectNode row) {
    static View of(LiveTracks.Key key, SubjectTrack track) {
      return new View(
          key.subjectId(),
          key.cameraId(),
          track.waves().stream().map(Wave::of).toList(),
          track.beatsMillis(),
          track.rates().stream().map(BatchJson::point).toList(),
          track.vitalSigns().map(BatchJson::row).orElse(null));
    }
  }

  /**
   * A wave.
   *
   * @param first time of the first sample
   * @param after times of the samples, after the first
   * @param wave thousandths
   */
  @SuppressWarnings("ArrayRecordComponent") // only written
  private record Wave(
      long segment, long arrived, boolean trusted, long first, long[] after, int[] wave) {
    static Wave of(SubjectTrack.ArrivedWave arrived) {
      PulseWaveform wave = arrived.wave();
      List<Long> times = wave.getCaptureTimesMicros();
      long first = times.get(0) / 1000;
      return new Wave(
          wave.getSegment(),
          arrived.arrivedMillis(),
          wave.getReasons().isEmpty(),
          first,
          times.stream().mapToLong(time -> time / 1000 - first).toArray(),
          wave.getWave().stream().mapToInt(sample -> Math.round(sample * 1000)).toArray());
    }
  }

  /** The end of a second, its pulse rate, and the ends of the rate's interval. */
  private static List<@Nullable Number> point(SubjectTrack.Rate rate) {
    return Arrays.asList(
        rate.endMillis(), rounded(rate.bpm()), rounded(rate.lowBpm()), rounded(rate.highBpm()));
  }

  private static ObjectNode row(VitalSigns row) {
    return JSON.createObjectNode()
        .put("end", row.getWindowEnd().toEpochMilli())
        .put("coverage", rounded(row.getCoverage()))
        .put("frameRate", rounded(row.getFrameRateHz()))
        .put("rate", rounded(row.getPulseRateBpm()))
        .put("low", rounded(row.getPulseRateLowBpm()))
        .put("high", rounded(row.getPulseRateHighBpm()))
        .put("rateWhy", AbsentReasonText.of(row.getPulseRateAbsentReason()))
        .put("warmingUp", "WARMING_UP".equals(row.getPulseRateAbsentReason()))
        .put("beatRate", rounded(row.getBeatRateBpm()))
        .put("beatRateWhy", AbsentReasonText.of(row.getBeatRateAbsentReason()))
        .put("rmssd", rounded(row.getRmssdMillis()))
        .put("rmssdWhy", AbsentReasonText.of(row.getVariabilityAbsentReason()))
        .put("sdnn", rounded(row.getSdnnMillis()))
        .put("sdnnWhy", AbsentReasonText.of(row.getSdnnAbsentReason()))
        .put("respiration", rounded(row.getRespirationRatePerMinute()))
        .put("respirationWhy", AbsentReasonText.of(row.getRespirationAbsentReason()))
        .put("quality", rounded(row.getSignalQuality()))
        .put("qualityWhy", AbsentReasonText.of(row.getSignalQualityAbsentReason()))
        .put("cameras", row.getCameras())
        .put("model", row.getModelName());
  }

  private static @Nullable Double rounded(@Nullable Double value) {
    return value == null ? null : Double.valueOf(Math.round(value * 1000) / 1000.0);
  }
}
