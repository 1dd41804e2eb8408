package io.facephys.tests.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.facephys.cli.FacePhys;
import io.facephys.engine.recording.Recording;
import io.facephys.pipeline.config.Topic;
import io.facephys.schemas.MalformedMessageException;
import io.facephys.schemas.MessageReader;
import io.facephys.schemas.PulseBeat;
import io.facephys.schemas.VitalSigns;
import io.facephys.testbed.EmbeddedKafka;
import io.facephys.testbed.LocalFlink;
import io.facephys.testbed.simulation.SimulatedRecording;
import io.facephys.testbed.topics.ChunkSender;
import io.facephys.testbed.topics.TopicReader;
import io.facephys.tests.LocalCluster;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Vital signs and beats through a real Kafka and the real job, as committed readers see them. */
final class VitalsITCase {
  private static final double BPM = 84;
  private static final int SECONDS = 24;
  private static final int CHUNK_FRAMES = 30;

  private static EmbeddedKafka kafka;

  @TempDir private Path folder;

  @BeforeAll
  static void startKafka() throws Exception {
    kafka = EmbeddedKafka.start();
  }

  @AfterAll
  static void stopKafka() {
    kafka.close();
  }

  /** The times are the present's: Kafka deletes records whose time is older than its retention. */
  @Test
  void stoppedAndRescaledJobWritesTheRowsAndBeatsThatInferWrites() throws Exception {
    long start = (System.currentTimeMillis() / 1000 - SECONDS) * 1_000_000;
    Recording face = SimulatedRecording.recording(BPM, 5, SECONDS, start);
    Path rows = folder.resolve("vitals.jsonl");
    Path beats = folder.resolve("beats.jsonl");
    infer(face, rows, beats);
    try (LocalCluster cluster = new LocalCluster(kafka, "vitals");
        ChunkSender sender =
            new ChunkSender(cluster.client(), cluster.topics().of(Topic.FACE_CHUNKS))) {
      int half = face.length() / 2;
      String savepoint;
      try (LocalFlink flink = cluster.start(1, null)) {
        send(sender, face, 0, half);
        cluster.awaitWaves(half);
        savepoint = flink.stopWithSavepoint();
      }
      try (LocalFlink flink = cluster.start(2, savepoint)) {
        send(sender, face, half, face.length());
        cluster.awaitWaves(face.length());
        flink.stopWithSavepoint();
      }
      List<VitalSigns> expected = lines(rows, VitalSigns.class);
      assertThat(expected.get(expected.size() - 1).getPulseRateBpm()).isCloseTo(BPM, within(1.5));
      assertThat(records(cluster, Topic.VITAL_SIGNS, VitalSigns.class, expected.size()))
          .isEqualTo(expected);
      List<PulseBeat> expectedBeats = lines(beats, PulseBeat.class);
      assertThat(expectedBeats).hasSizeGreaterThan(SECONDS / 2);
      assertThat(records(cluster, Topic.PULSE_BEATS, PulseBeat.class, expectedBeats.size()))
          .isEqualTo(expectedBeats);
    }
  }

  /** A recording of last year, whose times {@code produce} shifts. */
  @Test
  void producedClipHasARowASecondAndItsPaintedRate() throws Exception {
    Recording face = SimulatedRecording.recording(BPM, 5, SECONDS, 1_700_000_000_000_000L);
    SimulatedRecording.write(face, folder);
    try (LocalCluster cluster = new LocalCluster(kafka, "produced");
        LocalFlink flink = cluster.start(1, null)) {
      int exitCode =
          FacePhys.commandLine()
              .execute(
                  "produce",
                  "--bootstrap-servers=" + kafka.bootstrapServers(),
                  "--topic=" + cluster.topics().of(Topic.FACE_CHUNKS),
                  "--clip=" + folder,
                  "--subject=somebody");
      assertThat(exitCode).isZero();
      List<VitalSigns> rows = records(cluster, Topic.VITAL_SIGNS, VitalSigns.class, SECONDS - 1);
      for (int i = 1; i < rows.size(); i++) {
        assertThat(rows.get(i).getWindowEnd())
            .isEqualTo(rows.get(i - 1).getWindowEnd().plusSeconds(1));
      }
      VitalSigns last = rows.get(rows.size() - 1);
      assertThat(last.getSubjectId()).isEqualTo("somebody");
      assertThat(last.getPulseRateBpm()).isCloseTo(BPM, within(1.5));
      flink.check();
    }
  }

  private void infer(Recording face, Path rows, Path beats) {
    SimulatedRecording.write(face, folder);
    int exitCode =
        FacePhys.commandLine()
            .execute(
                "infer",
                "--frames=" + folder.resolve("frames.npy"),
                "--timestamps=" + folder.resolve("timestamps.npy"),
                "--chunk=" + CHUNK_FRAMES,
                "--vitals-out=" + rows,
                "--beats-out=" + beats);
    assertThat(exitCode).isZero();
  }

  private static void send(ChunkSender sender, Recording face, int from, int to) {
    for (int i = from; i < to; i += CHUNK_FRAMES) {
      long[] times = Arrays.copyOfRange(face.captureTimesMicros(), i, i + CHUNK_FRAMES);
      sender.send("subject", "camera", times, face.bytes(i, i + CHUNK_FRAMES));
    }
    sender.flush();
  }

  private static <T extends SpecificRecord> List<T> lines(Path file, Class<T> type)
      throws IOException, MalformedMessageException {
    MessageReader<T> reader = new MessageReader<>(type, null);
    List<T> lines = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      lines.add(reader.read(line.getBytes(StandardCharsets.UTF_8)));
    }
    return lines;
  }

  /** All committed records of a topic, in order, once there are so many. */
  private static <T extends SpecificRecord> List<T> records(
      LocalCluster cluster, Topic topic, Class<T> type, int count) {
    List<T> records = new ArrayList<>();
    try (TopicReader<T> reader =
        new TopicReader<>(
            cluster.client(), cluster.topics().of(topic), type, null, /* fromBeginning= */ true)) {
      Awaitility.await()
          .atMost(LocalCluster.TIMEOUT)
          .until(
              () -> {
                records.addAll(reader.poll(Duration.ofMillis(200)));
                return records.size() >= count;
              });
      records.addAll(reader.poll(Duration.ofSeconds(1))); // more would be too many
    }
    return records;
  }
}
