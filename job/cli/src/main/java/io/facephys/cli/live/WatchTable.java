package io.facephys.cli.live;

import io.facephys.console.Sparkline;
import io.facephys.schemas.PulseWaveform;
import io.facephys.schemas.VitalSigns;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The table of {@code watch}: a line for each subject and camera. Not for several threads. */
public final class WatchTable {
  private static final String LINE = "%-32.32s %6s %9s %8s  %s";

  private final int waveCharacters;
  private final int maxLines;
  private final LiveTracks tracks = new LiveTracks();

  /**
   * @param waveCharacters width of a wave
   * @param maxLines subjects beyond these are only counted
   */
  public WatchTable(int waveCharacters, int maxLines) {
    this.waveCharacters = waveCharacters;
    this.maxLines = maxLines;
  }

  /** Adds waves and vital signs that arrived at {@code nowMillis}, since the epoch. */
  public void add(List<PulseWaveform> waves, List<VitalSigns> rows, long nowMillis) {
    waves.forEach(wave -> tracks.add(wave, nowMillis));
    rows.forEach(row -> tracks.add(row, nowMillis));
    tracks.removeSilent(nowMillis);
  }

  /** The table as lines of text, at {@code nowMillis} since the epoch. */
  public List<String> lines(long nowMillis) {
    List<String> lines = new ArrayList<>();
    lines.add(LINE.formatted("subject and camera", "bpm", "90 % in", "quality", "wave"));
    Map<String, SubjectTrack> sorted = new TreeMap<>();
    tracks.tracks().forEach((key, track) -> sorted.put(name(key), track));
    sorted.entrySet().stream()
        .limit(maxLines)
        .forEach(entry -> lines.add(line(entry.getKey(), entry.getValue(), nowMillis)));
    if (sorted.size() > maxLines) {
      lines.add("and %d more".formatted(sorted.size() - maxLines));
    }
    return lines;
  }

  private static String name(LiveTracks.Key key) {
    return key.subjectId() + " " + Objects.requireNonNullElse(key.cameraId(), "(all cameras)");
  }

  private String line(String name, SubjectTrack track, long nowMillis) {
    long silentMillis = nowMillis - track.arrivedMillis();
    if (silentMillis > tracks.lostAfterMillis()) {
      String lost = "Camera lost: no frames for %d s".formatted(silentMillis / 1000);
      return LINE.formatted(name, "-", "", "", lost);
    }
    Optional<VitalSigns> row = track.vitalSigns();
    return LINE.formatted(
            name,
            number("%.0f", row.map(VitalSigns::getPulseRateBpm)),
            row.map(WatchTable::interval).orElse(""),
            number("%.2f", row.map(VitalSigns::getSignalQuality)),
            Sparkline.of(track.last(2).samples(), waveCharacters))
        + row.map(VitalSigns::getPulseRateAbsentReason)
            .map(reason -> "  " + AbsentReasonText.of(reason))
            .orElse("");
  }

  private static String number(String format, Optional<Double> value) {
    return value.map(format::formatted).orElse("-");
  }

  private static @Nullable String interval(VitalSigns row) {
    return row.getPulseRateLowBpm() == null
        ? null
        : "%.0f to %.0f".formatted(row.getPulseRateLowBpm(), row.getPulseRateHighBpm());
  }
}
