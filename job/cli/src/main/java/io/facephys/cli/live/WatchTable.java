package io.facephys.cli.live;

import io.facephys.console.Sparkline;
import io.facephys.schemas.PulseWaveform;
import io.facephys.schemas.VitalSigns;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The table of {@code watch}: a line for each subject and camera. Not for several threads. */
public final class WatchTable {
  private static final String LINE = "%-32.32s %6s %9s %8s  %s";

  private record Key(String subjectId, @Nullable String cameraId) {
    String text() {
      return subjectId + " " + Objects.requireNonNullElse(cameraId, "(all cameras)");
    }
  }

  private final int waveCharacters;
  private final int mostLines;
  private final Map<Key, SubjectTrack> tracks = new TreeMap<>(Comparator.comparing(Key::text));
  private final DeliveryRhythm rhythm = new DeliveryRhythm();

  /**
   * @param waveCharacters width of a wave
   * @param mostLines further subjects are only counted
   */
  public WatchTable(int waveCharacters, int mostLines) {
    this.waveCharacters = waveCharacters;
    this.mostLines = mostLines;
  }

  /** Takes in waves that arrived at {@code nowMillis}. */
  public void addWaves(List<PulseWaveform> waves, long nowMillis) {
    for (PulseWaveform wave : waves) {
      rhythm.delivered(nowMillis);
      track(wave.getSubjectId(), wave.getCameraId()).add(wave, nowMillis);
    }
  }

  /** Takes in vital signs that arrived at {@code nowMillis}. */
  public void addRows(List<VitalSigns> rows, long nowMillis) {
    for (VitalSigns row : rows) {
      track(row.getSubjectId(), row.getCameraId()).add(row, nowMillis);
    }
  }

  private SubjectTrack track(String subjectId, @Nullable String cameraId) {
    return tracks.computeIfAbsent(new Key(subjectId, cameraId), key -> new SubjectTrack());
  }

  /** The table's lines. */
  public List<String> lines(long nowMillis) {
    List<String> lines = new ArrayList<>();
    lines.add(LINE.formatted("subject and camera", "bpm", "90 % in", "quality", "wave"));
    tracks.entrySet().stream()
        .limit(mostLines)
        .forEach(entry -> lines.add(line(entry.getKey(), entry.getValue(), nowMillis)));
    if (tracks.size() > mostLines) {
      lines.add("and %d more".formatted(tracks.size() - mostLines));
    }
    return lines;
  }

  private String line(Key key, SubjectTrack track, long nowMillis) {
    long silentMillis = nowMillis - track.arrivedMillis();
    if (silentMillis > rhythm.lostAfterMillis()) {
      String lost = "Camera lost: no frames for %d s".formatted(silentMillis / 1000);
      return LINE.formatted(key.text(), "-", "", "", lost);
    }
    Optional<VitalSigns> row = track.vitalSigns();
    return LINE.formatted(
            key.text(),
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
