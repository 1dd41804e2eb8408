package io.facephys.measure.accuracy;

import io.facephys.engine.ModelFiles;
import io.facephys.engine.PulseModel;
import io.facephys.engine.models.PulseModels;
import io.facephys.engine.recording.Recording;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** A trained model, fed as the job feeds it: true frame intervals, chunks of a second. */
public record ModelMethod(String label, int seed, PulseModel model) implements PulseMethod {
  private static final int CHUNK_FRAMES = 30;

  /** The project's own weights. */
  public static ModelMethod ofDefault() {
    return new ModelMethod("default", 1, PulseModels.load(ModelFiles.ofDefault()));
  }

  /** What {@code LABEL=FILE[,INITIAL_STATE]} names, in addition to the methods before it. */
  public static ModelMethod parse(String argument, List<PulseMethod> before) throws IOException {
    String[] parts = argument.split("[=,]", -1);
    boolean blank = Arrays.stream(parts).anyMatch(String::isBlank);
    if (!argument.matches("[^=,]+=[^=,]+(,[^=,]+)?") || blank || parts[0].equals(PosMethod.LABEL)) {
      throw new IllegalArgumentException(
          "'%s' is not of the form LABEL=FILE[,INITIAL_STATE] with a label other than %s"
              .formatted(argument, PosMethod.LABEL));
    }
    ModelFiles files =
        ModelFiles.of(Path.of(parts[1]), parts.length == 3 ? Path.of(parts[2]) : null);
    long seeds = before.stream().filter(method -> method.label().equals(parts[0])).count();
    return new ModelMethod(parts[0], (int) seeds + 1, PulseModels.load(files));
  }

  @Override
  public String origin() {
    return "%s, SHA-256 %s".formatted(model.identity().name(), model.identity().sha256());
  }

  @Override
  public double[] wave(Recording recording) {
    float[] wave = recording.run(model, CHUNK_FRAMES).wave();
    return IntStream.range(0, wave.length).mapToDouble(i -> wave[i]).toArray();
  }

  @Override
  public void close() {
    model.close();
  }
}
