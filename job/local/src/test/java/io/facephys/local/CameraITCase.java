package io.facephys.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.facephys.camera.portrait.PortraitScene;
import io.facephys.camera.portrait.PortraitVideo;
import io.facephys.camera.portrait.PortraitVideo.Format;
import io.facephys.local.cluster.EmbeddedKafka;
import io.facephys.local.cluster.LocalFlink;
import io.facephys.local.kafka.TopicReader;
import io.facephys.local.view.SubjectTrack;
import io.facephys.pipeline.config.Topic;
import io.facephys.schemas.FaceChunk;
import io.facephys.schemas.MessageReader;
import io.facephys.schemas.PulseWaveform;
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
  private static final double SECONDS = 28;
  private static final double LEAVES_SECONDS = 13;
  private static final double RETURNS_SECONDS = 15;

  private final Map<String, SubjectTrack> subjects = new TreeMap<>();

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
      long sent = sentFrames(cluster);
      assertThat(sent).isGreaterThan(Math.round(2 * (SECONDS - 1) * FRAME_RATE_HZ));
      try (var waves =
          TopicReader.ofWaves(cluster.client(), cluster.topics().of(Topic.PULSE_WAVEFORMS))) {
        Awaitility.await()
            .atMost(LocalCluster.TIMEOUT)
            .until(
                () -> {
                  waves.poll(Duration.ofMillis(200)).forEach(this::add);
                  return frames() >= sent;
                });
      }
      flink.check();
    }
    // Who comes back is a new subject with the old rate.
    assertThat(subjects.keySet()).allMatch(id -> id.startsWith("lobby-")).hasSize(4);
    assertThat(subjects.values().stream().mapToDouble(CameraITCase::rate).sorted().toArray())
        .containsExactly(new double[] {66, 75, 75, 93}, within(1.0));
    try (var pictures = Files.list(preview)) {
      assertThat(pictures).hasSizeGreaterThanOrEqualTo(4);
    }
  }

  private static long sentFrames(LocalCluster cluster) {
    List<FaceChunk> chunks = new ArrayList<>();
    try (var topic =
        new TopicReader<>(
            cluster.client(),
            cluster.topics().of(Topic.FACE_CHUNKS),
            new MessageReader<>(FaceChunk.class, null),
            /* fromBeginning= */ true)) {
      List<FaceChunk> more = topic.poll(Duration.ofSeconds(10));
      while (!more.isEmpty()) {
        chunks.addAll(more);
        more = topic.poll(Duration.ofSeconds(1));
      }
    }
    return chunks.stream().mapToLong(chunk -> chunk.getCaptureTimesMicros().size()).sum();
  }

  private void add(PulseWaveform wave) {
    subjects
        .computeIfAbsent(wave.getSubjectId(), id -> new SubjectTrack())
        .add(wave, System.currentTimeMillis());
  }

  private long frames() {
    return subjects.values().stream().mapToLong(SubjectTrack::frames).sum();
  }

  private static double rate(SubjectTrack track) {
    return track.beatsPerMinute().orElse(Double.NaN);
  }
}
