package io.facephys.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.facephys.camera.portrait.PortraitScene;
import io.facephys.camera.portrait.PortraitVideo;
import io.facephys.cli.FacePhys;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DemoCommandITCase {
  private static final Pattern SUMMARY =
      Pattern.compile("painted ([0-9.]+) bpm, measured ([0-9.]+) bpm \\(");

  private static final Pattern FILMED = Pattern.compile("filmed-1: measured ([0-9.]+) bpm");
  private static final double FILMED_BPM = 66;

  private static final Pattern WAY =
      Pattern.compile("way: ([0-9]+) chunks lost, ([0-9]+) repeated, .*, ([0-9]+) records of");
  private static final Pattern JOB =
      Pattern.compile("([0-9]+) duplicates dropped, .* late, ([0-9]+) dead letters");

  @Test
  void measuredRatesAreThePaintedOnesAndThereIsAPicture(@TempDir Path folder) throws Exception {
    Path picture = folder.resolve("waves.png");
    Path video = folder.resolve("portrait.mkv");
    PortraitScene scene = PortraitScene.of(List.of(FILMED_BPM), /* seed= */ 1);
    PortraitVideo.Timing timing = new PortraitVideo.Timing(25, 20);
    PortraitVideo.write(video, scene, PortraitVideo.Format.MJPEG, timing, written -> {});
    String printed =
        printedBy(
            "demo",
            "--subjects=2",
            "--duration=22",
            "--seed=3",
            "--input=" + video,
            "--output-format=json",
            "--plot=" + picture);

    assertThat(printed)
        .containsPattern("live page is at http://127\\.0\\.0\\.1:[0-9]+/\\?token=.{32}");
    List<MatchResult> rates = SUMMARY.matcher(printed).results().toList();
    assertThat(rates).as(printed).hasSize(2);
    for (MatchResult rate : rates) {
      double painted = Double.parseDouble(rate.group(1));
      double measured = Double.parseDouble(rate.group(2));
      assertThat(measured).isCloseTo(painted, within(3.0));
    }
    Matcher filmed = FILMED.matcher(printed);
    assertThat(filmed.find()).as(printed).isTrue();
    assertThat(Double.parseDouble(filmed.group(1))).isCloseTo(FILMED_BPM, within(1.0));
    BufferedImage image = ImageIO.read(picture.toFile());
    assertThat(image.getHeight()).isGreaterThan(200);
  }

  @Test
  void disturbedDemoCountsWhatHappenedAndItsRatesAreStillThePaintedOnes(@TempDir Path folder) {
    String printed =
        printedBy(
            "demo",
            "--disturb",
            "--subjects=2",
            "--duration=30",
            "--seed=3",
            "--plot=" + folder.resolve("waves.png"));

    Matcher way = WAY.matcher(printed);
    Matcher job = JOB.matcher(printed);
    assertThat(way.find() && job.find()).as(printed).isTrue();
    MatchResult lastWay = way.results().reduce(way.toMatchResult(), (first, last) -> last);
    MatchResult lastJob = job.results().reduce(job.toMatchResult(), (first, last) -> last);
    assertThat(lastJob.group(1)).as("duplicates").isEqualTo(lastWay.group(2));
    assertThat(lastJob.group(2)).as("dead letters").isEqualTo(lastWay.group(3));
    assertThat(Integer.parseInt(lastWay.group(1))).as("lost").isPositive();
    for (MatchResult rate : SUMMARY.matcher(printed).results().toList()) {
      assertThat(Double.parseDouble(rate.group(2)))
          .isCloseTo(Double.parseDouble(rate.group(1)), within(3.0));
    }
  }

  @Test
  void aVideoThatIsNotThereIsRefusedAtOnce() {
    StringWriter errors = new StringWriter();
    int exitCode =
        FacePhys.commandLine()
            .setErr(new PrintWriter(errors, true))
            .execute("demo", "--input=none.mkv");

    assertThat(exitCode).isNotZero();
    assertThat(errors.toString()).contains("cannot open the video 'none.mkv'");
  }

  @Test
  void formatThatNeedsARegistryIsRefusedAtOnce() {
    StringWriter errors = new StringWriter();
    int exitCode =
        FacePhys.commandLine()
            .setErr(new PrintWriter(errors, true))
            .execute("demo", "--output-format=confluent");

    assertThat(exitCode).isNotZero();
    assertThat(errors.toString()).contains("give --schema-registry URL");
  }

  private static String printedBy(String... arguments) {
    PrintStream console = System.out;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    try {
      assertThat(FacePhys.commandLine().execute(arguments)).isZero();
    } finally {
      System.setOut(console);
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
