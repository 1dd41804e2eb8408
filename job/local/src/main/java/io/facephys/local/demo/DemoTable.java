package io.facephys.local.demo;

import io.facephys.local.camera.SimulatedCameras;
import io.facephys.local.cluster.JobMetrics;
import io.facephys.local.kafka.Disturbance;
import io.facephys.local.view.SubjectTrack;
import io.facephys.local.view.WavePlot;
import io.facephys.schemas.PulseWaveform;
import io.facephys.schemas.VitalSigns;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;

/** The demo's table: for each subject the painted rate and what came out of the job. */
final class DemoTable {
  private static final int PLOTTED_SECONDS = 10;
  private static final int MOST_PLOTTED = 8;

  /** The job is behind if more frames per subject are under way than this: 3 s. */
  private static final int FRAMES_UNDER_WAY = 90;

  private final List<SimulatedCameras.Subject> subjects;
  private final Map<String, SubjectTrack> tracks = new HashMap<>();
  private long framesSent;
  private long nowMillis;
  private List<String> disturbance = List.of();

  DemoTable(List<SimulatedCameras.Subject> faces) {
    subjects = List.copyOf(faces);
    subjects.forEach(subject -> tracks.put(subject.id(), new SubjectTrack()));
  }

  /**
   * Adds waves and vital signs that have arrived.
   *
   * @param sent frames that the cameras have sent so far
   */
  void add(List<PulseWaveform> waves, List<VitalSigns> rows, long sent) {
    nowMillis = System.currentTimeMillis();
    framesSent = sent;
    for (PulseWaveform wave : waves) {
      SubjectTrack track = tracks.get(wave.getSubjectId());
      if (track != null) { // others may also use the demo's Kafka
        track.add(wave, nowMillis);
      }
    }
    for (VitalSigns row : rows) {
      SubjectTrack track = tracks.get(row.getSubjectId());
      if (track != null) {
        track.add(row, nowMillis);
      }
    }
  }

  List<SimulatedCameras.Subject> subjects() {
    return subjects;
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

  /** Frames that were sent and whose wave has not arrived. */
  long outstanding() {
    return framesSent - tracks.values().stream().mapToLong(SubjectTrack::frames).sum();
  }

  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(
        "%-14s %9s %9s %12s %14s %10s"
            .formatted("subject", "frames", "frames/s", "painted bpm", "measured bpm", "delay s"));
    for (SimulatedCameras.Subject subject : subjects) {
      SubjectTrack track = track(subject);
      List<Long> delays = track.delaysMillis();
      lines.add(
          "%-14s %,9d %9.1f %12.1f %14s %10s"
              .formatted(
                  subject.id(),
                  track.frames(),
                  track.framesPerSecond(nowMillis),
                  subject.face().rateBpm(),
                  track.rateText(),
                  delays.isEmpty() ? "-" : "%.1f".formatted(delays.get(delays.size() - 1) / 1e3)));
    }
    lines.add(state());
    lines.addAll(disturbance);
    return lines;
  }

  private String state() {
    long behind = outstanding();
    return behind > (long) FRAMES_UNDER_WAY * subjects.size()
        ? "BEHIND by %,d frames: %d subjects are too many for this machine; use a smaller --subjects"
            .formatted(behind, subjects.size())
        : "%,d frames sent, %,d under way".formatted(framesSent, behind);
  }

  /** The final lines: rates and delay. */
  List<String> summary(long stateBytes) {
    List<String> lines = new ArrayList<>();
    subjects.forEach(subject -> lines.add(summary(subject)));
    List<Long> delays =
        tracks.values().stream().flatMap(track -> track.delaysMillis().stream()).sorted().toList();
    if (!delays.isEmpty()) {
      lines.add(
          "From capture to committed wave, after the warm-up: median %.1f s, 95 %% within %.1f s; state of a subject: %,d bytes"
              .formatted(
                  delays.get(delays.size() / 2) / 1e3,
                  delays.get(delays.size() * 95 / 100) / 1e3,
                  stateBytes));
    }
    return lines;
  }

  private String summary(SimulatedCameras.Subject subject) {
    OptionalDouble measured = track(subject).beatsPerMinute();
    return title(subject)
        + (measured.isPresent()
            ? " (%+.1f)".formatted(measured.getAsDouble() - subject.face().rateBpm())
            : ": a rate needs 5 s of warm-up and 5 s of wave");
  }

  private String title(SimulatedCameras.Subject subject) {
    SubjectTrack track = track(subject);
    return "%s: painted %.1f bpm, %s"
        .formatted(
            subject.id(),
            subject.face().rateBpm(),
            (track.beatsPerMinute().isPresent() ? "measured %s bpm" : "no rate (%s)")
                .formatted(track.rateText()));
  }

  /** Plots the last waves; false if there are none. */
  boolean plot(Path png) throws IOException {
    Map<String, SubjectTrack.Stretch> waves = new LinkedHashMap<>();
    for (SimulatedCameras.Subject subject : subjects) {
      SubjectTrack track = track(subject);
      if (track.frames() > 0 && waves.size() < MOST_PLOTTED) {
        waves.put(title(subject), track.last(PLOTTED_SECONDS));
      }
    }
    if (!waves.isEmpty()) {
      WavePlot.write(png, waves);
    }
    return !waves.isEmpty();
  }

  private SubjectTrack track(SimulatedCameras.Subject subject) {
    return Objects.requireNonNull(tracks.get(subject.id()));
  }
}
