package io.facephys.cli.live;

import io.facephys.console.Printable;
import io.facephys.console.Sparkline;
import io.facephys.schemas.PulseWaveform;
import io.facephys.schemas.VitalSigns;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The table of {@code watch}: a line for each subject and camera. Not for several threads. */
public final class WatchTable {
  private static final int NAME_CHARACTERS = 30;
  private static final int WAVE_CHARACTERS = 24; // so that a line has 79
  private static final String LINE = "%-30s %4s %9s %7s  %s";
  private static final String LINE_WITHOUT_RATE = "%-30s    -  %s";

  private final int maxLines;
  private final LiveTracks tracks = new LiveTracks();

  /**
   * @param maxLines subjects beyond these are only counted, those that are lost first
   */
  public WatchTable(int maxLines) {
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
    Map<LiveTracks.Key, SubjectTrack> all = tracks.tracks();
    Comparator<Map.Entry<LiveTracks.Key, SubjectTrack>> presentFirst =
        Comparator.comparing(entry -> isLost(entry.getValue(), nowMillis));
    all.entrySet().stream()
        .sorted(presentFirst.thenComparing(entry -> name(entry.getKey())))
        .limit(maxLines)
        .forEach(entry -> lines.add(line(entry.getKey(), entry.getValue(), nowMillis)));
    if (all.size() > maxLines) {
      lines.add("and %d more".formatted(all.size() - maxLines));
    }
    return lines;
  }

  private boolean isLost(SubjectTrack track, long nowMillis) {
    return nowMillis - track.arrivedMillis() > tracks.lostAfterMillis();
  }

  private static String name(LiveTracks.Key key) {
    return key.subjectId() + " " + Objects.requireNonNullElse(key.cameraId(), "(all cameras)");
  }

  private String line(LiveTracks.Key key, SubjectTrack track, long nowMillis) {
    String name = Printable.of(name(key), NAME_CHARACTERS);
    if (isLost(track, nowMillis)) {
      long silentSeconds = (nowMillis - track.arrivedMillis()) / 1000;
      return LINE_WITHOUT_RATE.formatted(
          name, "Camera lost: no frames for %d s".formatted(silentSeconds));
    }
    Optional<VitalSigns> row = track.vitalSigns();
    Optional<String> absentReason = row.map(VitalSigns::getPulseRateAbsentReason);
    if (absentReason.isPresent()) {
      return LINE_WITHOUT_RATE.formatted(name, AbsentReasonText.of(absentReason.get()));
    }
    return LINE.formatted(
        name,
        number("%.0f", row.map(VitalSigns::getPulseRateBpm)),
        row.map(WatchTable::interval).orElse(""),
        number("%.2f", row.map(VitalSigns::getSignalQuality)),
        Sparkline.of(track.last(2).samples(), WAVE_CHARACTERS));
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
