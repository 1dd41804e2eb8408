package io.facephys.measure.accuracy;

import io.facephys.testbed.simulation.SimulatedRecording;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jetbrains.bio.npy.NpyFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/**
 * Writes clips of the demo's painter into a folder, for {@code ./facephys evaluate --clips FOLDER}:
 *
 * <pre>
 * FACEPHYS_WRITE_CLIPS=FOLDER mvn test -pl job/measure -am -Dtest=PaintedClipsWriter -Dsurefire.failIfNoSpecifiedTests=false
 * </pre>
 */
@EnabledIfEnvironmentVariable(named = "FACEPHYS_WRITE_CLIPS", matches = ".+")
class PaintedClipsWriter {
  private static final PaintedClips CLIPS = new PaintedClips(7_600_000_000L, 60);

  @Test
  void write() throws IOException {
    Path folder = Path.of(System.getenv("FACEPHYS_WRITE_CLIPS"));
    List<EvaluationClip> all =
        Stream.concat(CLIPS.withPulse(12).stream(), CLIPS.withoutPulse(5).stream()).toList();
    for (EvaluationClip clip : all) {
      write(Files.createDirectories(folder.resolve(clip.name())), clip);
    }
  }

  private static void write(Path folder, EvaluationClip clip) throws IOException {
    SimulatedRecording.write(clip.recording(), folder);
    if (clip.truth().isPresent()) {
      double[] truth = clip.truth().get();
      NpyFile.write(folder.resolve("ppg.npy"), truth, new int[] {truth.length});
    }
    Files.write(
        folder.resolve("conditions.properties"),
        clip.conditions().entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).toList());
  }
}
