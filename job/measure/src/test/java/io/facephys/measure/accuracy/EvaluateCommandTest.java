package io.facephys.measure.accuracy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.jetbrains.bio.npy.NpyFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

final class EvaluateCommandTest {
  private static final Path ROOT = Path.of(System.getProperty("facephys.root"));
  private static final Path SHIPPED = ROOT.resolve("weights/clip");
  private static final String WEIGHTS = ROOT.resolve("weights/pulse.weights.h5").toString();
  private static final int STEP = 1 << 20;

  @TempDir private Path folder;

  private final StringWriter errors = new StringWriter();

  @Test
  void tablesListsAndPicturesAreWritten() throws IOException {
    clip("dark", "skin=dark\nlight=sun, low\n");
    clip("fair", "skin=fair\n");
    clip("wall", "pulse=none\n");
    Path out = folder.resolve("results/of");

    assertThat(evaluate("--weights=a=" + WEIGHTS, "--weights=a=" + WEIGHTS, "--out=" + out))
        .as(errors.toString())
        .isZero();

    assertThat(Files.readAllLines(out.resolve("table.md")))
        .anyMatch(line -> line.startsWith("2 clips with a pulse, 1 without"))
        .anyMatch(line -> line.matches("\\| skin dark +\\| 1 +\\| 0\\.9.*\\| 0\\.[89].*"))
        .noneMatch(line -> line.startsWith("| pulse none"));
    List<String> clips = Files.readAllLines(out.resolve("clips.csv"));
    assertThat(clips).hasSize(1 + 3 * 3).first().asString().endsWith("macc,light,pulse,skin");
    assertThat(clips.get(1)).startsWith("dark,a,1,").endsWith(",\"sun, low\",,dark");
    assertThat(clips.get(9)).startsWith("wall,POS,1,").endsWith(",,,,,,,,,none,");
    assertThat(Files.readAllLines(out.resolve("table.csv")))
        .anyMatch(line -> line.startsWith("skin,dark,1,a,2,R,0.9"))
        .anyMatch(line -> line.startsWith("pulse,none,1,POS,1,POWER_RATIO,1.0,"));
    assertThat(out.resolve("bland-altman.png")).isNotEmptyFile();
    assertThat(out.resolve("waves.png")).isNotEmptyFile();
  }

  @Test
  void whatIsWrongIsSaid() throws IOException {
    assertSays("no sub-folder with frames.npy");
    clip("face", "");
    assertSays("not of the form LABEL=FILE", "--weights=" + WEIGHTS);
    assertSays("label other than POS", "--weights=POS=" + WEIGHTS);
    assertSays("0 or more", "--skip-frames=-1");
    assertSays("clip 'face' has 240 frames", "--skip-frames=150");
    NpyFile.write(folder.resolve("face/ppg.npy"), new float[3], new int[] {3});
    assertSays("3 samples for 240 frames");
  }

  private void assertSays(String expected, String... arguments) {
    assertThat(evaluate(arguments)).isNotZero();
    assertThat(errors.toString()).contains(expected);
  }

  private int evaluate(String... arguments) {
    errors.getBuffer().setLength(0);
    String[] all = Arrays.copyOf(arguments, arguments.length + 2);
    all[arguments.length] = "--clips=" + folder;
    all[arguments.length + 1] =
        Arrays.stream(arguments).anyMatch(a -> a.startsWith("--skip")) ? "" : "--skip-frames=60";
    return new CommandLine(new EvaluateCommand())
        .setErr(new PrintWriter(errors, true))
        .setExecutionExceptionHandler(
            (exception, commandLine, parsed) -> {
              commandLine.getErr().println(exception);
              return 1;
            })
        .execute(Arrays.stream(all).filter(a -> !a.isEmpty()).toArray(String[]::new));
  }

  /** The shipped clip, twice in a row. */
  private void clip(String name, String conditions) throws IOException {
    Path clip = Files.createDirectories(folder.resolve(name));
    byte[] frames = NpyFile.read(SHIPPED.resolve("frames.npy"), STEP).asByteArray();
    long[] times = NpyFile.read(SHIPPED.resolve("timestamps.npy"), STEP).asLongArray();
    float[] pulse = NpyFile.read(SHIPPED.resolve("ppg.npy"), STEP).asFloatArray();
    int length = times.length;
    byte[] twiceFrames = Arrays.copyOf(frames, 2 * frames.length);
    System.arraycopy(frames, 0, twiceFrames, frames.length, frames.length);
    long[] twiceTimes = Arrays.copyOf(times, 2 * length);
    Arrays.setAll(twiceTimes, i -> times[i % length] + (i < length ? 0 : 4_000_000));
    float[] twicePulse = Arrays.copyOf(pulse, 2 * length);
    System.arraycopy(pulse, 0, twicePulse, length, length);
    NpyFile.write(clip.resolve("frames.npy"), twiceFrames, new int[] {2 * length, 36, 36, 3});
    NpyFile.write(clip.resolve("timestamps.npy"), twiceTimes, new int[] {2 * length});
    NpyFile.write(clip.resolve("ppg.npy"), twicePulse, new int[] {2 * length});
    Files.writeString(clip.resolve("conditions.properties"), conditions);
  }
}
