package io.facephys.measure.accuracy;

import io.facephys.engine.recording.Recording;
import io.facephys.engine.recording.RecordingFiles;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.StatUtils;

/**
 * A recording whose pulse is known.
 *
 * @param name of its folder
 * @param truth the pulse, one sample a frame; empty if there is none in the pictures
 * @param conditions what holds in the clip, such as {@code motion=strong}
 */
record EvaluationClip(
    String name,
    Recording recording,
    Optional<double[]> truth,
    SortedMap<String, String> conditions) {
  static EvaluationClip read(Path folder) throws IOException {
    Recording recording = RecordingFiles.ofFolder(folder);
    long[] micros = recording.captureTimesMicros();
    if (IntStream.range(1, micros.length).anyMatch(i -> micros[i] <= micros[i - 1])) {
      throw new IllegalArgumentException("the capture times of '%s' do not rise".formatted(folder));
    }
    SortedMap<String, String> conditions = conditions(folder.resolve("conditions.properties"));
    Optional<double[]> truth =
        "none".equals(conditions.get("pulse"))
            ? Optional.empty()
            : truth(folder.resolve("ppg.npy"), recording.length());
    return new EvaluationClip(folder.getFileName().toString(), recording, truth, conditions);
  }

  private static SortedMap<String, String> conditions(Path file) throws IOException {
    SortedMap<String, String> conditions = new TreeMap<>();
    if (Files.exists(file)) {
      Properties properties = new Properties();
      try (Reader reader = Files.newBufferedReader(file)) {
        properties.load(reader);
      }
      properties.stringPropertyNames().forEach(k -> conditions.put(k, properties.getProperty(k)));
    }
    return conditions;
  }

  private static Optional<double[]> truth(Path file, int frames) {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    double[] truth = RecordingFiles.doubles(file);
    if (truth.length != frames) {
      throw new IllegalArgumentException(
          "'%s' holds %d samples for %d frames".formatted(file, truth.length, frames));
    }
    return Optional.of(truth).filter(t -> StatUtils.min(t) < StatUtils.max(t));
  }
}
