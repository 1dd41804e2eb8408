package io.facephys.cli.capture;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.facephys.camera.Picture;
import io.facephys.camera.portrait.PortraitScene;
import io.facephys.camera.portrait.PortraitVideo;
import io.facephys.camera.video.VideoInput;
import io.facephys.camera.video.VideoOptions;
import io.facephys.cli.FacePhys;
import io.facephys.schemas.JsonFormat;
import io.facephys.schemas.VitalSigns;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Cameras that send motion JPEG over HTTP, for whose pictures FFmpeg invents 25 a second. */
final class LiveVideoITCase {
  private static final double RATE_BPM = 66;

  @TempDir private static Path folder;
  private static Path fifteen;

  @BeforeAll
  static void paint() {
    fifteen = folder.resolve("fifteen.mjpeg");
    paint(fifteen, 15);
  }

  private static void paint(Path file, double framesPerSecond) {
    PortraitScene scene = PortraitScene.of(List.of(RATE_BPM), /* seed= */ 1);
    PortraitVideo.write(
        file,
        scene,
        PortraitVideo.Format.MJPEG,
        new PortraitVideo.Timing(framesPerSecond, 20),
        written -> {});
  }

  @ParameterizedTest
  @ValueSource(doubles = {15, 30})
  void aFaceHasItsRateHoweverManyPicturesTheCameraTakes(double framesPerSecond) throws Exception {
    Path file = folder.resolve("rate-" + framesPerSecond + ".mjpeg");
    paint(file, framesPerSecond);
    Path rows = folder.resolve("rows.jsonl");
    try (MotionJpegCamera camera = MotionJpegCamera.start(file, framesPerSecond)) {
      assertThat(
              run("infer", "--video=" + camera.address(), "--duration=18", "--vitals-out=" + rows))
          .isEmpty();
    }
    List<Double> rates = rates(rows);
    assertThat(rates).hasSizeGreaterThan(3);
    assertThat(rates).allSatisfy(rate -> assertThat(rate).isCloseTo(RATE_BPM, within(2.0)));
  }

  @Test
  void aRecordingWithoutTimesIsRefusedWhereverItLies() throws Exception {
    try (MotionJpegCamera camera = MotionJpegCamera.start(fifteen, 15)) {
      for (String input : List.of(fifteen.toString(), camera.fileAddress())) {
        assertThat(run("infer", "--video=" + input))
            .contains("carry no times")
            .contains("--times fps=30");
      }
      Path rows = folder.resolve("rows.jsonl");
      assertThat(
              run(
                  "infer",
                  "--video=" + camera.fileAddress(),
                  "--times=fps=15",
                  "--vitals-out=" + rows))
          .isEmpty();
      assertThat(rates(rows))
          .hasSizeGreaterThan(3)
          .allSatisfy(rate -> assertThat(rate).isCloseTo(RATE_BPM, within(2.0)));
    }
  }

  @Test
  void fpsAndTimestampsAreRefusedForAVideo() {
    assertThat(run("infer", "--video=" + fifteen, "--fps=15")).contains("--times fps=N");
  }

  /** The camera hangs up, and later answers nothing for longer than a stall may take. */
  @Test
  void aStreamThatBreaksOffOrStallsComesBack() throws Exception {
    List<String> notices = new CopyOnWriteArrayList<>();
    VideoOptions options = VideoOptions.of(VideoOptions.Pace.REAL_TIME).withNotices(notices::add);
    try (MotionJpegCamera camera = MotionJpegCamera.start(fifteen, 15);
        VideoInput input = VideoInput.open(camera.address(), options)) {
      assertThat(input.description()).contains("carries no times: times of arrival");
      List<Long> times = new ArrayList<>();
      read(input, times, () -> times.size() >= 15);

      camera.hangUp(true);
      after(notices, 1, () -> camera.hangUp(false));
      read(input, times, () -> input.reconnects() == 1);
      assertThat(notices.get(0)).contains("is lost").contains("connecting again");
      assertThat(notices.get(notices.size() - 1)).contains("is back after");

      int earlier = notices.size();
      long stalled = System.nanoTime();
      camera.stall(true);
      after(notices, earlier + 1, () -> camera.stall(false));
      read(input, times, () -> input.reconnects() == 2);
      assertThat(notices.get(earlier)).contains("is lost");
      assertThat(System.nanoTime() - stalled).as("ns").isLessThan(40_000_000_000L);
      assertThat(times).isSorted().doesNotHaveDuplicates();
    }
  }

  /** Does something once there are that many notices. */
  private static void after(List<String> notices, int number, Runnable action) {
    Thread thread =
        new Thread(
            () -> {
              Awaitility.await()
                  .atMost(Duration.ofMinutes(1))
                  .until(() -> notices.size() >= number);
              action.run();
            });
    thread.setDaemon(true);
    thread.start();
  }

  private static void read(VideoInput input, List<Long> times, BooleanSupplier enough) {
    while (!enough.getAsBoolean()) {
      Optional<Picture> picture = input.next();
      assertThat(picture).isPresent();
      times.add(picture.get().captureTimeMicros());
    }
  }

  private static List<Double> rates(Path rows) throws Exception {
    List<Double> rates = new ArrayList<>();
    for (String line : Files.readAllLines(rows)) {
      VitalSigns row = new JsonFormat<>(VitalSigns.class).decode(line.getBytes(UTF_8));
      Optional.ofNullable(row.getPulseRateBpm()).ifPresent(rates::add);
    }
    return rates;
  }

  /** Runs a command and gives what it said of its failure; nothing if it did not fail. */
  private static String run(String... arguments) {
    StringWriter errors = new StringWriter();
    int exitCode = FacePhys.commandLine().setErr(new PrintWriter(errors, true)).execute(arguments);
    assertThat(errors.toString().isEmpty()).isEqualTo(exitCode == 0);
    return errors.toString();
  }
}
