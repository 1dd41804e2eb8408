package io.facephys.cli.infer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.facephys.camera.portrait.PortraitScene;
import io.facephys.cli.FacePhys;
import io.facephys.engine.signal.PulseRate;
import io.facephys.schemas.JsonFormat;
import io.facephys.schemas.VitalSigns;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jetbrains.bio.npy.NpyFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class InferVideoTest {
  private static final int WARM_UP_FRAMES = 150;

  @TempDir private Path folder;

  @Test
  void aFaceInAVideoHasItsPaintedRate() {
    Path video = folder.resolve("portrait.avi");
    assertThat(run("paint", "--out=" + video, "--format=raw", "--rates=84", "--duration=14"))
        .isZero();
    Path plot = folder.resolve("waves.png");
    assertThat(
            run(
                "infer",
                "--video=" + video,
                "--wave-out=" + folder.resolve("w.npy"),
                "--plot=" + plot))
        .isZero();

    float[] wave = NpyFile.read(folder.resolve("w-face-1.npy"), 1 << 20).asFloatArray();
    double[] sound =
        IntStream.range(WARM_UP_FRAMES, wave.length).mapToDouble(i -> wave[i]).toArray();
    double[] seconds = new double[sound.length];
    Arrays.setAll(seconds, i -> i / 30.0);
    assertThat(PulseRate.beatsPerMinute(seconds, sound).orElseThrow()).isCloseTo(84, within(1.0));
    assertThat(plot).isNotEmptyFile();
  }

  @Test
  void eachFaceInAVideoHasRowsAndBeatsUnderItsName() throws Exception {
    Path video = folder.resolve("two.avi");
    assertThat(run("paint", "--out=" + video, "--format=raw", "--rates=66,93", "--duration=14"))
        .isZero();
    Path rows = folder.resolve("v.jsonl");
    Path beats = folder.resolve("b.jsonl");
    assertThat(run("infer", "--video=" + video, "--vitals-out=" + rows, "--beats-out=" + beats))
        .isZero();

    Map<String, VitalSigns> last = new HashMap<>();
    for (String line : Files.readAllLines(rows)) {
      VitalSigns row = new JsonFormat<>(VitalSigns.class).decode(line.getBytes(UTF_8));
      last.put(row.getSubjectId(), row);
    }
    assertThat(last).containsOnlyKeys("face-1", "face-2");
    assertThat(last.values().stream().mapToDouble(VitalSigns::getPulseRateBpm).sorted().toArray())
        .containsExactly(new double[] {66, 93}, within(1.5));
    assertThat(Files.readAllLines(beats))
        .anyMatch(line -> line.contains("face-1"))
        .anyMatch(line -> line.contains("face-2"));
  }

  /** Of 36 beats a minute: below the rates that are measured. */
  @Test
  void withoutARowWithARateTheTerminalShowsNone() throws Exception {
    Path video = folder.resolve("slow.avi");
    assertThat(run("paint", "--out=" + video, "--format=raw", "--rates=36", "--duration=20"))
        .isZero();
    Path rows = folder.resolve("v.jsonl");
    PrintStream console = System.out;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    System.setOut(new PrintStream(bytes, true, UTF_8));
    try {
      assertThat(run("infer", "--video=" + video, "--vitals-out=" + rows)).isZero();
    } finally {
      System.setOut(console);
    }

    assertThat(Files.readAllLines(rows))
        .allMatch(line -> line.contains("\"pulseRateBpm\": null"))
        .hasSizeGreaterThan(15);
    assertThat(bytes.toString(UTF_8)).containsPattern("face-1: [0-9]+ frames, no rate\\.");
  }

  /** A folder stands where the wave of the face is to go, which shows only after its rows. */
  @Test
  void aFailureLeavesWholeLinesOfAllThatWasComputed() throws Exception {
    Path video = folder.resolve("one.avi");
    assertThat(run("paint", "--out=" + video, "--format=raw", "--rates=84", "--duration=14"))
        .isZero();
    Path rows = folder.resolve("v.jsonl");
    Files.createDirectory(folder.resolve("w-face-1.npy"));

    assertThat(
            run(
                "infer",
                "--video=" + video,
                "--vitals-out=" + rows,
                "--wave-out=" + folder.resolve("w.npy")))
        .isNotZero();

    List<String> lines = Files.readAllLines(rows);
    assertThat(lines).hasSizeBetween(13, 14); // a row a second, whatever part of one it began in
    for (String line : lines) {
      assertThat(new JsonFormat<>(VitalSigns.class).decode(line.getBytes(UTF_8)).getSubjectId())
          .isEqualTo("face-1");
    }
  }

  @Test
  void whatIsNotAVideoIsNamed() throws Exception {
    Path text = Files.writeString(folder.resolve("notes.avi"), "not a video");
    StringWriter errors = new StringWriter();
    int exitCode =
        FacePhys.commandLine()
            .setErr(new PrintWriter(errors, true))
            .execute("infer", "--video=" + text);
    assertThat(exitCode).isNotZero();
    assertThat(errors.toString()).contains("notes.avi").doesNotContain("\tat ");
  }

  @Test
  void paintedVideosHaveAtMostFourPeople() {
    StringWriter errors = new StringWriter();
    int exitCode =
        FacePhys.commandLine()
            .setErr(new PrintWriter(errors, true))
            .execute("paint", "--out=" + folder.resolve("p.mkv"), "--rates=60,60,60,60,60");
    assertThat(exitCode).isNotZero();
    assertThat(errors.toString()).contains("1 to " + PortraitScene.MAX_PEOPLE);
  }

  private static int run(String... arguments) {
    return FacePhys.commandLine().execute(arguments);
  }
}
