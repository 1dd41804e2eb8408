package io.facephys.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.facephys.camera.portrait.PortraitScene;
import io.facephys.camera.portrait.PortraitVideo;
import io.facephys.camera.portrait.PortraitVideo.Format;
import io.facephys.local.cluster.EmbeddedKafka;
import io.facephys.local.cluster.LocalFlink;
import io.facephys.local.kafka.TopicReader;
import io.facephys.pipeline.config.Topic;
import io.facephys.schemas.VitalSigns;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a video of people whose pulse is known, through Kafka and the job, to the rates. */
final class CameraITCase {
  private static final double FRAME_RATE_HZ = 25;

  // A first rate takes up to 11 seconds; each of the four is seen for 18.
  private static final double SECONDS = 38;
  private static final double LEAVES_SECONDS = 18;
  private static final double RETURNS_SECONDS = 20;

  private final Map<String, List<Double>> rates = new TreeMap<>(); // beats a minute

  @Test
  void everyFaceOfAVideoHasItsPaintedRateAndFacesAreNotSwapped(@TempDir Path folder)
      throws Exception {
    Path video = folder.resolve("portrait.mkv");
    PortraitScene scene =
        PortraitScene.withAbsence(
            List.of(66.0, 93.0, 75.0), /* seed= */ 1, LEAVES_SECONDS, RETURNS_SECONDS);
    PortraitVideo.Timing timing = new PortraitVideo.Timing(FRAME_RATE_HZ, SECONDS);
    PortraitVideo.write(video, scene, Format.MJPEG, timing, written -> {});
    Path preview = folder.resolve("preview");
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
                  "--preview=" + preview);
      assertThat(exitCode).isZero();
      try (TopicReader<VitalSigns> rows = cluster.readVitals()) {
        Awaitility.await()
            .atMost(LocalCluster.TIMEOUT)
            .until(
                () -> {
                  rows.poll(Duration.ofMillis(200)).forEach(this::add);
                  return rates.values().stream().filter(all -> all.size() >= 2).count() == 4;
                });
      }
      flink.check();
    }
    // Who comes back is a new subject with the old rate.
    assertThat(rates.keySet()).allMatch(id -> id.startsWith("lobby-")).hasSize(4);
    assertThat(rates.values().stream().mapToDouble(CameraITCase::last).sorted().toArray())
        .containsExactly(new double[] {66, 75, 75, 93}, within(1.0));
    try (var pictures = Files.list(preview)) {
      assertThat(pictures).hasSizeGreaterThanOrEqualTo(4);
    }
  }

  private void add(VitalSigns row) {
    if (row.getPulseRateBpm() != null) {
      rates.computeIfAbsent(row.getSubjectId(), id -> new ArrayList<>()).add(row.getPulseRateBpm());
    }
  }

  private static double last(List<Double> values) {
    return values.get(values.size() - 1);
  }
}
