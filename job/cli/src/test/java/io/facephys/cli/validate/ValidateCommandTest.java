package io.facephys.cli.validate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.facephys.cli.FacePhys;
import io.facephys.engine.Frames;
import io.facephys.engine.recording.Recording;
import io.facephys.schemas.CropContract;
import io.facephys.testbed.simulation.SimulatedFace;
import io.facephys.testbed.simulation.SimulatedRecording;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ValidateCommandTest {
  private static final Path REAL = Path.of(System.getProperty("facephys.real"));
  private static final int SECONDS = 40;
  private static final double EPOCH = 1_764_583_200;

  @TempDir private Path folder;

  private final StringWriter errors = new StringWriter();

  @Test
  void paintedPeopleAgreeWithTheirPulseOnAnotherClock() throws IOException {
    List<String> arguments = new ArrayList<>();
    arguments.addAll(recording("anna", 71, 1, 7203.7));
    arguments.addAll(recording("bert", 96, 2, -3.7));

    assertThat(validate(arguments)).as(errors.toString()).isZero();
    JsonNode figures = figures();
    assertThat(figures.get("people").asInt()).isEqualTo(2);
    assertAhead(figures.get("recordings").get(0), 7203.7, 7200);
    assertAhead(figures.get("recordings").get(1), -3.7, 0);
    JsonNode rates = figures.at("/methods/default/rates");
    assertThat(rates.at("/COVERAGE/value").asDouble()).isGreaterThan(60);
    assertThat(rates.at("/MAE/value").asDouble()).isLessThan(1);
    assertThat(rates.at("/R/value").asDouble()).isGreaterThan(0.99);
    assertThat(rates.at("/LOWER_LIMIT/value").asDouble())
        .isLessThan(rates.at("/UPPER_LIMIT/value").asDouble());
    assertThat(figures.at("/methods/default/beats/match").asInt()).isGreaterThan(60);
    assertThat(figures.at("/methods/POS/strongest/MAE/value").asDouble()).isLessThan(3);
    assertThat(Files.readAllLines(folder.resolve("report/seconds.csv")))
        .hasSizeGreaterThan(2 * 2 * (SECONDS - 10))
        .first()
        .isEqualTo(
            "recording,person,method,second,reference_bpm,measured_bpm,low_bpm,high_bpm,absent_reason,strongest_bpm");
  }

  /** A page that is opened years later, on a machine without a network, is still whole. */
  @Test
  void thePageLoadsNothing() throws IOException {
    assertThat(validate(recording("anna", 71, 1, 0))).as(errors.toString()).isZero();
    String page = Files.readString(folder.resolve("report/report.html"));

    assertThat(page).startsWith("<!DOCTYPE html>").contains("One person", "data:image/png;base64,");
    assertThat(page).doesNotContain("http:", "https:", "<script", "<link", "url(");
    assertThat(page).contains("anna&lt;/td&gt;");
  }

  private static void assertAhead(JsonNode recording, double ahead, double zone) {
    assertThat(recording.get("basis").asText()).isEqualTo("FOUND");
    assertThat(recording.get("aheadSeconds").asDouble()).isCloseTo(ahead, within(0.1));
    assertThat(recording.get("zoneSeconds").asDouble()).isEqualTo(zone);
  }

  /** A painted face, and its blood as a sensor's export whose clock is ahead. */
  private List<String> recording(String person, double bpm, long seed, double ahead)
      throws IOException {
    Path clip = Files.createDirectories(folder.resolve(person));
    SimulatedFace face = new SimulatedFace(bpm, seed);
    int frames = 30 * SECONDS;
    byte[] pixels = new byte[frames * CropContract.FRAME_BYTES];
    long[] times = new long[frames];
    for (int i = 0; i < frames; i++) {
      face.paint(wandering(i / 30.0), pixels, i * CropContract.FRAME_BYTES);
      times[i] = Math.round((EPOCH + i / 30.0) * 1e6);
    }
    Frames all = Frames.ofBytes(ByteBuffer.wrap(pixels), frames);
    SimulatedRecording.write(new Recording(all, times), clip);
    StringBuilder csv = new StringBuilder("timestamp,ppg\n");
    for (int i = 0; i < 50 * SECONDS; i++) {
      double time = i / 50.0;
      csv.append("%.3f,%.5f%n".formatted(EPOCH + time + ahead, face.blood(wandering(time))));
    }
    Path reference = Files.writeString(clip.resolve("r.csv"), csv);
    return List.of(
        "--frames=" + clip.resolve("frames.npy"),
        "--timestamps=" + clip.resolve("timestamps.npy"),
        "--reference=" + reference,
        "--person=" + person + "</td>");
  }

  /** Time that runs now faster, now slower: a pulse that never repeats itself. */
  private static double wandering(double time) {
    return time + 0.5 * Math.sin(2 * Math.PI * time / 37) + 0.3 * Math.sin(2 * Math.PI * time / 23);
  }

  @Test
  void aVideoIsComparedWithTheRatesOfThePersonInIt() throws IOException {
    Path video = folder.resolve("one.avi");
    assertThat(
            FacePhys.commandLine()
                .execute("paint", "--out=" + video, "--format=raw", "--rates=84", "--duration=24"))
        .isZero();
    StringBuilder rates = new StringBuilder("time,hr\n");
    for (int i = 0; i < 24; i++) {
      rates.append(i).append(",84\n");
    }
    Path reference = Files.writeString(folder.resolve("r.csv"), rates);

    assertThat(validate(List.of("--video=" + video, "--reference=" + reference)))
        .as(errors.toString())
        .isZero();
    JsonNode figures = figures();
    assertThat(figures.at("/recordings/0/basis").asText()).isEqualTo("UNCERTAIN"); // 84 all along
    assertThat(figures.at("/methods/default/rates/MAE/value").asDouble()).isLessThan(2);
  }

  @Test
  void aHeadThatTurnsIsComparedWithItsOximeter() throws IOException {
    Path turning = REAL.resolve("turning-head");
    assumeTrue(
        Files.isDirectory(turning),
        () -> "the recording %s is not here (-Dfacephys.real=...)".formatted(turning));
    assertThat(
            validate(
                List.of(
                    "--frames=" + turning.resolve("frames.npy"),
                    "--timestamps=" + turning.resolve("timestamps.npy"),
                    "--reference=" + turning.resolve("ppg.npy"))))
        .as(errors.toString())
        .isZero();

    JsonNode figures = figures();
    assertThat(figures.at("/recordings/0/basis").asText()).isEqualTo("FOUND");
    assertThat(figures.at("/recordings/0/aheadSeconds").asDouble()).isBetween(-2.0, 2.0);
    assertThat(figures.get("seconds").asInt()).isGreaterThanOrEqualTo(20);
    assertThat(figures.at("/methods/default/rates/MAE/value").asDouble()).isLessThan(4);
  }

  @Test
  void whatIsWrongIsSaid() throws IOException {
    List<String> anna = recording("anna", 71, 1, 0);
    assertSays("the label 'default' is taken", anna, "--weights=default=" + defaultWeights());
    assertSays(
        "no column 'ecg' (--value-column); it has 'timestamp', 'ppg'", anna, "--value-column=ecg");
    assertSays("no overlap", anna, "--offset=100");
    assertSays(
        "--fps and --timestamps belong to --frames",
        List.of("--video=anna.mp4", "--reference=r.csv", "--fps=30"));
    assertSays("--fps is 0.0; 1 to 1000 are allowed", List.of(anna.get(0), anna.get(2), "--fps=0"));
    assertSays("'rtsp://camera' is no file", List.of("--video=rtsp://camera", "--reference=r.csv"));
  }

  private static Path defaultWeights() {
    return Path.of(System.getProperty("facephys.root"), "weights/pulse.weights.h5");
  }

  private void assertSays(String expected, List<String> recording, String... more) {
    errors.getBuffer().setLength(0);
    assertThat(validate(Stream.concat(recording.stream(), Stream.of(more)).toList())).isNotZero();
    assertThat(errors.toString()).contains(expected).doesNotContain("\tat ");
  }

  private int validate(List<String> arguments) {
    List<String> all = new ArrayList<>(List.of("validate", "--report=" + folder.resolve("report")));
    all.addAll(arguments);
    return FacePhys.commandLine()
        .setErr(new PrintWriter(errors, true))
        .execute(all.toArray(String[]::new));
  }

  private JsonNode figures() throws IOException {
    return new ObjectMapper().readTree(folder.resolve("report/figures.json").toFile());
  }
}
