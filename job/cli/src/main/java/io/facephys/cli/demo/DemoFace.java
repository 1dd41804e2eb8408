package io.facephys.cli.demo;

import io.facephys.cli.live.SubjectTrack;
import io.facephys.testbed.simulation.SimulatedCameras;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** A subject of the demo: its pulse if the face is painted, and what came out of the job. */
record DemoFace(String id, OptionalDouble paintedBpm, SubjectTrack track) {
  static DemoFace painted(SimulatedCameras.Subject subject) {
    return new DemoFace(
        subject.id(), OptionalDouble.of(subject.face().rateBpm()), new SubjectTrack());
  }

  static DemoFace filmed(String id) {
    return new DemoFace(id, OptionalDouble.empty(), new SubjectTrack());
  }

  /** The line of the table. */
  String line(long nowMillis) {
    OptionalLong delay = track.delayMillis();
    return "%-14s %,9d %9.1f %12s %14s %10s"
        .formatted(
            id,
            track.frames(),
            track.framesPerSecond(nowMillis),
            painted(),
            track.rateText(),
            delay.isEmpty() ? "-" : "%.1f".formatted(delay.getAsLong() / 1e3));
  }

  /** The line of the final summary: both rates and their difference. */
  String summary() {
    OptionalDouble measured = track.beatsPerMinute();
    if (measured.isEmpty()) {
      return title() + ": a rate needs 5 s of warm-up and 5 s of wave";
    }
    return paintedBpm.isEmpty()
        ? title()
        : title() + " (%+.1f)".formatted(measured.getAsDouble() - paintedBpm.getAsDouble());
  }

  /** The subject and both rates. */
  String title() {
    String measured =
        (track.beatsPerMinute().isPresent() ? "measured %s bpm" : "no rate (%s)")
            .formatted(track.rateText());
    return paintedBpm.isEmpty()
        ? "%s: %s".formatted(id, measured)
        : "%s: painted %s bpm, %s".formatted(id, painted(), measured);
  }

  private String painted() {
    return paintedBpm.isEmpty() ? "-" : "%.1f".formatted(paintedBpm.getAsDouble());
  }
}
