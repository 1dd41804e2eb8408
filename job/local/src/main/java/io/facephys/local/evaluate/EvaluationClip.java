package io.facephys.local.evaluate;

import io.facephys.local.camera.Clip;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.StatUtils;
import org.jetbrains.bio.npy.NpyArray;
import org.jetbrains.bio.npy.NpyFile;

/**
 * A clip whose pulse is known.
 *
 * @param name of its folder
 * @param truth the pulse, one sample a frame; empty if there is none in the pictures
 * @param conditions what holds in the clip, such as {@code motion=strong}
 */
record EvaluationClip(
    String name, Clip clip, Optional<double[]> truth, SortedMap<String, String> conditions) {
  private static final int READ_STEP_BYTES = 1 << 20;

  static EvaluationClip read(Path folder) throws IOException {
    Clip clip = Clip.ofFolder(folder);
    long[] micros = clip.captureTimesMicros();
    if (IntStream.range(1, micros.length).anyMatch(i -> micros[i] <= micros[i - 1])) {
      throw new IllegalArgumentException("the capture times of '%s' do not rise".formatted(folder));
    }
    SortedMap<String, String> conditions = conditions(folder.resolve("conditions.properties"));
    Optional<double[]> truth =
        "none".equals(conditions.get("pulse"))
            ? Optional.empty()
            : truth(folder.resolve("ppg.npy"), clip.length());
    return new EvaluationClip(folder.getFileName().toString(), clip, truth, conditions);
  }

  /** Capture time of each frame. */
  double[] seconds() {
    return Arrays.stream(clip.captureTimesMicros()).mapToDouble(t -> t / 1e6).toArray();
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
    NpyArray array = NpyFile.read(file, READ_STEP_BYTES);
    double[] truth =
        array.getData() instanceof float[] floats
            ? IntStream.range(0, floats.length).mapToDouble(i -> floats[i]).toArray()
            : array.asDoubleArray();
    if (truth.length != frames) {
      throw new IllegalArgumentException(
          "'%s' holds %d samples for %d frames".formatted(file, truth.length, frames));
    }
    return Optional.of(truth).filter(t -> StatUtils.min(t) < StatUtils.max(t));
  }
}
