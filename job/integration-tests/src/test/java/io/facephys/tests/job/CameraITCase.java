package io.facephys.tests.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.facephys.camera.portrait.PortraitScene;
import io.facephys.camera.portrait.PortraitVideo;
import io.facephys.camera.portrait.PortraitVideo.Format;
import io.facephys.cli.FacePhys;
import io.facephys.pipeline.config.Topic;
import io.facephys.schemas.VitalSigns;
import io.facephys.testbed.EmbeddedKafka;
import io.facephys.testbed.LocalFlink;
import io.facephys.testbed.topics.TopicReader;
import io.facephys.tests.LocalCluster;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** From a video of people whose pulse is known, through Kafka and the job, to the rates. */
final class CameraITCase {
  private static final double FRAME_RATE_HZ = 25;

  // A first rate takes up to 11 seconds; each of the four is seen for 18.
  private static final double SECONDS = 38;
  private static final double LEAVES_SECONDS = 18;
  private static final double RETURNS_SECONDS = 20;

  /** Rows of each subject, one a second, that are waited for. */
  private static final int LEAST_ROWS = 14;

  private static final String PREVIEW = "preview";

  private final Map<String, Integer> rows = new TreeMap<>(); // by subject
  private final Map<String, Double> rates = new TreeMap<>(); // the last one, beats a minute

  @Test
  void everyFaceOfAVideoHasItsPaintedRateAndFacesAreNotSwapped(@TempDir Path folder)
      throws Exception {
    runThroughTheJob(Format.MJPEG, folder);
    assertPaintedRates();
    try (var pictures = Files.list(folder.resolve(PREVIEW))) {
      assertThat(pictures).hasSizeGreaterThanOrEqualTo(4);
    }
  }

  /** The file has 0.6 GB. */
  @Test
  @Tag("cluster")
  void theSameFromRawVideo(@TempDir Path folder) throws Exception {
    runThroughTheJob(Format.RAW, folder);
    assertPaintedRates();
  }

  /** A codec may cost rates, which job/camera/README.md lists; it must not mix faces up. */
  @ParameterizedTest
  @EnumSource(names = {"H264_HIGH", "H264_LOW"})
  @Tag("cluster")
  void fromVideoOfACodecEachFaceIsOneSubject(Format format, @TempDir Path folder) throws Exception {
    runThroughTheJob(format, folder);
    assertThat(rows.keySet()).hasSize(4).allMatch(id -> id.startsWith("lobby-"));
    System.out.printf("%s: last rates by subject %s%n", format, rates);
  }

  /** Who comes back is a new subject with the old rate. */
  private void assertPaintedRates() {
    assertThat(rows.keySet()).hasSize(4).allMatch(id -> id.startsWith("lobby-"));
    assertThat(rates.values().stream().sorted().mapToDouble(Double::doubleValue).toArray())
        .containsExactly(new double[] {66, 75, 75, 93}, within(1.0));
  }

  private void runThroughTheJob(Format format, Path folder) throws Exception {
    Path video = folder.resolve("portrait.mkv");
    PortraitScene scene =
        PortraitScene.withAbsence(
            List.of(66.0, 93.0, 75.0), /* seed= */ 1, LEAVES_SECONDS, RETURNS_SECONDS);
    PortraitVideo.Timing timing = new PortraitVideo.Timing(FRAME_RATE_HZ, SECONDS);
    PortraitVideo.write(video, scene, format, timing, written -> {});
    try (EmbeddedKafka kafka = EmbeddedKafka.start();
        LocalCluster cluster = new LocalCluster(kafka, "camera");
        LocalFlink flink = cluster.start(1, null)) {
      int exitCode =
          FacePhys.commandLine()
              .execute(
                  "camera",
                  "--input=" + video,
                  "--bootstrap-servers=" + kafka.bootstrapServers(),
                  "--topic=" + cluster.topics().of(Topic.FACE_CHUNKS),
                  "--camera-id=lobby",
                  "--at-once",
                  "--preview=" + folder.resolve(PREVIEW));
      assertThat(exitCode).isZero();
      try (TopicReader<VitalSigns> reader = cluster.readVitals()) {
        Awaitility.await()
            .atMost(LocalCluster.TIMEOUT)
            .until(
                () -> {
                  flink.check();
                  reader.poll(Duration.ofMillis(200)).forEach(this::add);
                  return rows.values().stream().filter(count -> count >= LEAST_ROWS).count() == 4;
                });
      }
    }
  }

  private void add(VitalSigns row) {
    rows.merge(row.getSubjectId(), 1, Integer::sum);
    if (row.getPulseRateBpm() != null) {
      rates.put(row.getSubjectId(), row.getPulseRateBpm());
    }
  }
}
