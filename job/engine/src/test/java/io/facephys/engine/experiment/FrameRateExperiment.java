package io.facephys.engine.experiment;

import io.facephys.engine.FrameIntervals;
import io.facephys.engine.Frames;
import io.facephys.engine.ModelFiles;
import io.facephys.engine.PulseModel;
import io.facephys.engine.models.PulseModels;
import io.facephys.engine.recording.Recording;
import io.facephys.engine.recording.RecordingFiles;
import io.facephys.engine.signal.PulseRate;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.apache.commons.math3.analysis.interpolation.LinearInterpolator;
import org.apache.commons.math3.stat.correlation.PearsonsCorrelation;

/**
 * Measures the wave at lower frame rates: leaves out frames of clips at 30 fps and gives the model
 * the true intervals or 1/30 s. Prints a table; the pipeline's RATIONALE.md discusses it.
 *
 * <pre>
 * mvn -q -pl job/engine test-compile org.codehaus.mojo:exec-maven-plugin:3.5.0:java \
 *     -Dexec.classpathScope=test -Dexec.mainClass=io.facephys.engine.experiment.FrameRateExperiment \
 *     -Dfacephys.published=FOLDER
 * </pre>
 */
public final class FrameRateExperiment {
  /** Which frames of a clip at 30 fps are used. */
  private record Sampling(String name, IntPredicate keeps) {
    static Sampling of(double framesPerSecond) {
      return new Sampling(
          "%s fps".formatted(framesPerSecond),
          i ->
              (int) (i * framesPerSecond / 30) != (int) ((i - 1) * framesPerSecond / 30) || i == 0);
    }

    static Sampling lossy(double loss) {
      boolean[] kept = new boolean[1000];
      Random random = new Random(1);
      for (int i = 0; i < kept.length; i++) {
        kept[i] = random.nextDouble() >= loss;
      }
      return new Sampling("30 fps, %.0f %% lost".formatted(100 * loss), i -> kept[i]);
    }
  }

  private static final List<String> CLIPS = List.of("steady-72", "real-ppg-a", "jittered-95");
  private static final List<Sampling> SAMPLINGS =
      List.of(
          Sampling.of(30),
          Sampling.of(25),
          Sampling.of(20),
          Sampling.of(15),
          Sampling.of(12),
          Sampling.of(10),
          Sampling.of(7.5),
          Sampling.of(6),
          Sampling.of(5),
          Sampling.lossy(0.25),
          Sampling.lossy(0.5));

  private static final double SETTLED_SECONDS = 4;
  private static final double GRID_HZ = 30;
  private static final int LARGEST_LAG = 10; // grid steps, a third of a second

  private FrameRateExperiment() {}

  public static void main(String[] args) throws IOException {
    Path folder = Path.of(System.getProperty("facephys.published"));
    for (ModelFiles files :
        List.of(
            ModelFiles.of(folder.resolve("model.onnx"), folder.resolve("state.gz")),
            ModelFiles.ofDefault())) {
      try (PulseModel model = PulseModels.load(files)) {
        System.out.printf(
            "%n%s%n%n| frames | interval | r to the painted pulse | error of the rate, bpm |%n"
                + "|---|---|---|---|%n",
            files.name());
        for (Sampling sampling : SAMPLINGS) {
          print(sampling, true, folder.resolve("clips"), model);
          print(sampling, false, folder.resolve("clips"), model);
        }
      }
    }
  }

  private static void print(Sampling sampling, boolean trueTime, Path clips, PulseModel model) {
    List<String> r = new ArrayList<>();
    List<String> errors = new ArrayList<>();
    for (String name : CLIPS) {
      Recording clip = RecordingFiles.ofFolder(clips.resolve(name));
      int[] kept = IntStream.range(0, clip.length()).filter(sampling.keeps()).toArray();
      double[] wave = onGrid(seconds(clip, kept), wave(clip, kept, trueTime, model));
      int[] all = IntStream.range(0, clip.length()).toArray();
      double[] painted = RecordingFiles.doubles(clips.resolve(name).resolve("ppg.npy"));
      double[] pulse = onGrid(seconds(clip, all), painted);
      int size = Math.min(wave.length, pulse.length);
      r.add("%.2f".formatted(bestR(Arrays.copyOf(wave, size), Arrays.copyOf(pulse, size))));
      errors.add("%.1f".formatted(Math.abs(rate(wave) - rate(pulse))));
    }
    System.out.printf(
        "| %s | %s | %s | %s |%n",
        sampling.name(),
        trueTime ? "true" : "1/30 s",
        String.join(", ", r),
        String.join(", ", errors));
  }

  private static double[] wave(Recording clip, int[] kept, boolean trueTime, PulseModel model) {
    ByteBuffer frames = ByteBuffer.allocate(kept.length * clip.frames().valuesPerFrame());
    for (int i : kept) {
      frames.put(clip.bytes(i, i + 1));
    }
    long[] times = Arrays.stream(kept).mapToLong(i -> clip.captureTimesMicros()[i]).toArray();
    float[] intervals = FrameIntervals.ofFirst(times).seconds();
    if (!trueTime) {
      Arrays.fill(intervals, FrameIntervals.NOMINAL_SECONDS);
    }
    return doubles(
        model
            .advance(Frames.ofBytes(frames.flip(), kept.length), intervals, model.initialState())
            .wave());
  }

  private static double[] seconds(Recording clip, int[] frames) {
    return Arrays.stream(frames)
        .mapToDouble(i -> (clip.captureTimesMicros()[i] - clip.captureTimesMicros()[0]) / 1e6)
        .toArray();
  }

  private static double[] doubles(float[] values) {
    return IntStream.range(0, values.length).mapToDouble(i -> values[i]).toArray();
  }

  /** Resampled to the grid, from {@value #SETTLED_SECONDS} s on. */
  private static double[] onGrid(double[] seconds, double[] values) {
    var curve = new LinearInterpolator().interpolate(seconds, values);
    double end = seconds[seconds.length - 1];
    return IntStream.range(0, (int) ((end - SETTLED_SECONDS) * GRID_HZ))
        .mapToDouble(i -> curve.value(SETTLED_SECONDS + i / GRID_HZ))
        .toArray();
  }

  /** Pearson's r at the lag at which it is highest. */
  private static double bestR(double[] wave, double[] pulse) {
    return IntStream.rangeClosed(-LARGEST_LAG, LARGEST_LAG)
        .mapToDouble(
            lag ->
                new PearsonsCorrelation()
                    .correlation(
                        Arrays.copyOfRange(
                            wave, LARGEST_LAG + lag, wave.length - LARGEST_LAG + lag),
                        Arrays.copyOfRange(pulse, LARGEST_LAG, pulse.length - LARGEST_LAG)))
        .max()
        .orElseThrow();
  }

  private static double rate(double[] onGrid) {
    double[] seconds = IntStream.range(0, onGrid.length).mapToDouble(i -> i / GRID_HZ).toArray();
    return PulseRate.beatsPerMinute(seconds, onGrid).orElse(Double.NaN);
  }
}
