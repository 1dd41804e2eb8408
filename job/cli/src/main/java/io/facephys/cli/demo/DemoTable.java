package io.facephys.cli.demo;

import io.facephys.cli.live.SubjectTrack;
import io.facephys.cli.live.WavePlot;
import io.facephys.schemas.PulseWaveform;
import io.facephys.schemas.VitalSigns;
import io.facephys.testbed.JobMetrics;
import io.facephys.testbed.simulation.SimulatedCameras;
import io.facephys.testbed.topics.Disturbance;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * The demo's table: for each subject the painted rate and what came out of the job. Not for several
 * threads.
 */
final class DemoTable {
  private static final int PLOTTED_SECONDS = 10;
  private static final int MAX_PLOTTED = 8;
  private static final int SIGNIFICANT_DIGITS = 3;

  private final Map<String, DemoFace> faces = new LinkedHashMap<>(); // by subject
  private final Histogram delaysMillis = new Histogram(SIGNIFICANT_DIGITS); // of all faces
  private final Backlog backlog = new Backlog();
  private long framesSent;
  private int rowsWithInterval; // of painted faces
  private int rowsWhoseIntervalHolds;
  private long nowMillis;
  private List<String> disturbance = List.of();
  private List<String> filming = List.of();

  DemoTable(SimulatedCameras cameras) {
    List<SimulatedCameras.Subject> subjects = cameras.subjects();
    for (int i = 0; i < subjects.size(); i++) {
      int subject = i;
      String id = subjects.get(i).id();
      faces.put(id, new DemoFace(id, row -> cameras.rateBpm(subject, start(row), end(row))));
    }
  }

  private static long start(@Nullable VitalSigns row) {
    return row == null ? 0 : ChronoUnit.MICROS.between(Instant.EPOCH, row.getWindowStart());
  }

  private static long end(@Nullable VitalSigns row) {
    return row == null ? 0 : ChronoUnit.MICROS.between(Instant.EPOCH, row.getWindowEnd());
  }

  /** Adds what has arrived; the cameras have sent {@code sent} frames so far. */
  void add(List<PulseWaveform> waves, List<VitalSigns> rows, long sent) {
    nowMillis = System.currentTimeMillis();
    framesSent = sent;
    waves.forEach(wave -> face(wave.getSubjectId()).ifPresent(face -> add(wave, face.track())));
    rows.forEach(row -> face(row.getSubjectId()).ifPresent(face -> add(row, face)));
    backlog.add(nowMillis, outstanding());
  }

  private void add(VitalSigns row, DemoFace face) {
    face.track().add(row, nowMillis);
    if (face.painted() != null && row.getPulseRateLowBpm() != null) {
      rowsWithInterval++;
      rowsWhoseIntervalHolds += face.intervalHolds() ? 1 : 0;
    }
  }

  private void add(PulseWaveform wave, SubjectTrack track) {
    if (track.add(wave, nowMillis)) {
      track.delayMillis().ifPresent(millis -> delaysMillis.recordValue(Math.max(0, millis)));
    }
  }

  /** The face of a subject; empty if it is not one of the demo's, for others may use its Kafka. */
  private Optional<DemoFace> face(String id) {
    if (id.startsWith(FilmedFaces.PREFIX)) {
      faces.computeIfAbsent(id, filmed -> new DemoFace(filmed, null));
    }
    return Optional.ofNullable(faces.get(id));
  }

  /** Shows what was done to the chunks, and what the job counted. */
  void setDisturbance(Disturbance.Counts counts) {
    disturbance =
        List.of(
            "on the way: %,d chunks lost, %,d repeated, %,d after the next one, %,d records of garbage"
                .formatted(counts.lost(), counts.repeated(), counts.reordered(), counts.garbage()),
            "in the job: %,d chunks, %,d duplicates dropped, %,d gaps, %,d late, %,d dead letters, %,d restarts of the model"
                .formatted(
                    JobMetrics.count("chunks"),
                    JobMetrics.count("duplicates"),
                    JobMetrics.count("gaps"),
                    JobMetrics.count("late"),
                    JobMetrics.count("deadLetters"),
                    JobMetrics.count("restarts")));
  }

  /** Shows these lines of the filming camera. */
  void setFilming(List<String> lines) {
    filming = lines;
  }

  /** Frames that were sent and whose wave has not arrived. */
  long outstanding() {
    return framesSent - faces.values().stream().mapToLong(face -> face.track().frames()).sum();
  }

  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(
        "%-14s %9s %9s %12s %14s %10s"
            .formatted("subject", "frames", "frames/s", "painted bpm", "measured bpm", "delay s"));
    faces.values().forEach(face -> lines.add(face.line(nowMillis)));
    lines.add(state());
    lines.addAll(filming);
    lines.addAll(disturbance);
    return lines;
  }

  private String state() {
    return backlog.grows(faces.size())
        ? "BEHIND by %,d frames, and not catching up: use a smaller --subjects"
            .formatted(outstanding())
        : "%,d frames sent, %,d under way".formatted(framesSent, outstanding());
  }

  /** The final lines: rates and delay. */
  List<String> summary(long stateBytes) {
    List<String> lines = new ArrayList<>();
    faces.values().forEach(face -> lines.add(face.summary()));
    if (outstanding() > 0) {
      lines.add(
          "%,d frames were still under way; if they are many, use a smaller --subjects"
              .formatted(outstanding()));
    }
    if (rowsWithInterval > 0) {
      lines.add(
          "The interval of 90 %% holds the painted rate in %d of %d seconds with a rate"
              .formatted(rowsWhoseIntervalHolds, rowsWithInterval));
    }
    if (delaysMillis.getTotalCount() > 0) {
      lines.add(
          "From capture to committed wave, after the warm-up: median %.1f s, 95 %% within %.1f s; state of a subject: %,d bytes"
              .formatted(
                  delaysMillis.getValueAtPercentile(50) / 1e3,
                  delaysMillis.getValueAtPercentile(95) / 1e3,
                  stateBytes));
    }
    return lines;
  }

  /** Plots the last waves, those of filmed faces first; false if there are none. */
  boolean plot(Path png) throws IOException {
    Map<String, SubjectTrack.Stretch> waves = new LinkedHashMap<>();
    faces.values().stream()
        .filter(face -> face.track().frames() > 0)
        .sorted(Comparator.comparing(face -> face.painted() != null))
        .limit(MAX_PLOTTED)
        .forEach(face -> waves.put(face.title(), face.track().last(PLOTTED_SECONDS)));
    if (!waves.isEmpty()) {
      WavePlot.write(png, waves);
    }
    return !waves.isEmpty();
  }
}
