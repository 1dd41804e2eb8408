package io.facephys.operations.savepoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.facephys.cli.FacePhys;
import io.facephys.engine.recording.Recording;
import io.facephys.pipeline.config.Topic;
import io.facephys.pipeline.state.CameraStates;
import io.facephys.schemas.FaceChunk;
import io.facephys.schemas.FaceChunks;
import io.facephys.schemas.PulseWaveform;
import io.facephys.schemas.SingleObjectFormat;
import io.facephys.testbed.EmbeddedKafka;
import io.facephys.testbed.FlinkPath;
import io.facephys.testbed.LocalFlink;
import io.facephys.testbed.topics.ChunkSender;
import io.facephys.tests.LocalCluster;
import io.facephys.tests.TestClip;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Subjects in savepoints of the real job, and the job that goes on from what was rewritten. */
final class StateITCase {
  private static final String ANNA = "änna-7f3c";
  private static final String BOB = "bob\033[2J"; // must not steer a terminal
  private static final int CHUNK_FRAMES = 20;

  private static EmbeddedKafka kafka;

  private final Recording clip = TestClip.load();
  private boolean annaIsAnother; // otherwise she has Bob's frames, and so his states
  private final int half = clip.length() / 2;

  @TempDir private Path folder;

  @BeforeAll
  static void startKafka() throws Exception {
    kafka = EmbeddedKafka.start();
  }

  @AfterAll
  static void stopKafka() {
    kafka.close();
  }

  @Test
  void exportedErasedAndImportedSubjectGoesOnBitForBit() throws Exception {
    try (LocalCluster cluster = new LocalCluster(kafka, "roundtrip");
        ChunkSender sender =
            new ChunkSender(cluster.client(), cluster.topics().of(Topic.FACE_CHUNKS))) {
      Path taken = savepointOfHalf(cluster, sender);
      run("export", "--savepoint=" + taken, "--subject=" + ANNA, "--out=" + file());
      run("erase", "--savepoint=" + taken, "--subject=" + ANNA, "--out=" + erased());
      run("import", "--savepoint=" + erased(), "--from=" + file(), "--out=" + imported());
      assertThat(rows(run("list", "--savepoint=" + FlinkPath.of(imported()))))
          .isEqualTo(rows(run("list", "--savepoint=" + taken)))
          .hasSize(3);

      try (LocalFlink flink = cluster.start(2, imported().toString())) {
        send(sender, half, clip.length());
        // Camera "side" has a chunk that waits, whose time can come meanwhile.
        List<PulseWaveform> waves =
            cluster.awaitWaves(2 * clip.length(), wave -> wave.getCameraId().equals("front"));
        float[] expected = TestClip.waveOf(clip, CHUNK_FRAMES);
        assertThat(LocalCluster.waveOf(BOB, waves)).isEqualTo(expected);
        assertThat(LocalCluster.waveOf(ANNA, waves)).isEqualTo(expected);
        flink.check();
      }
    }
  }

  @Test
  void erasedSubjectIsInNoFileAndEverybodyElseGoesOn() throws Exception {
    annaIsAnother = true;
    try (LocalCluster cluster = new LocalCluster(kafka, "erased");
        ChunkSender sender =
            new ChunkSender(cluster.client(), cluster.topics().of(Topic.FACE_CHUNKS))) {
      Path taken = savepointOfHalf(cluster, sender);
      String shown = run("show", "--savepoint=" + taken, "--subject=" + ANNA);
      assertThat(shown).contains("camera-ssm-state of front", "values from", "1 wait");
      run("export", "--savepoint=" + taken, "--subject=" + ANNA, "--out=" + file());
      run("export", "--savepoint=" + taken, "--subject=" + BOB, "--out=" + bobs());
      run("erase", "--savepoint=" + taken, "--subject=" + ANNA, "--out=" + erased());

      SavepointFiles before = SavepointFiles.in(taken);
      SavepointFiles after = SavepointFiles.in(erased());
      assertThat(before.found(traces())).hasSizeGreaterThan(20);
      assertThat(after.found(traces())).isEmpty();
      assertThat(after.found(SavepointFiles.encodings(BOB))).isNotEmpty();
      assertThat(SavepointFiles.othersThanRewritten(erased()))
          .isNotEmpty()
          .isEqualTo(SavepointFiles.othersThanRewritten(taken));
      assertThat(rows(run("list", "--savepoint=" + erased()))).hasSize(1);

      try (LocalFlink flink = cluster.start(2, erased().toString())) {
        for (int from = half; from < clip.length(); from += CHUNK_FRAMES) {
          send(sender, BOB, from, Math.min(clip.length(), from + CHUNK_FRAMES));
        }
        sender.flush();
        List<PulseWaveform> waves = cluster.awaitWaves(clip.length() + half + CHUNK_FRAMES);
        assertThat(LocalCluster.waveOf(BOB, waves)).isEqualTo(TestClip.waveOf(clip, CHUNK_FRAMES));
        flink.check();
      }
    }
  }

  /** A savepoint after half of the clip; of one camera of Anna's a chunk waits. */
  private Path savepointOfHalf(LocalCluster cluster, ChunkSender sender) throws Exception {
    try (LocalFlink flink = cluster.start(1, null)) {
      send(sender, 0, half);
      sendNumbered(cluster, 0);
      sendNumbered(cluster, 2);
      cluster.awaitWaves(2 * half + CHUNK_FRAMES);
      return FlinkPath.toLocal(flink.stopWithSavepoint());
    }
  }

  private void send(ChunkSender sender, int from, int to) {
    for (int i = from; i < to; i += CHUNK_FRAMES) {
      send(sender, ANNA, i, Math.min(to, i + CHUNK_FRAMES));
      send(sender, BOB, i, Math.min(to, i + CHUNK_FRAMES));
    }
    sender.flush();
  }

  private void send(ChunkSender sender, String subject, int from, int to) {
    long[] times = Arrays.copyOfRange(clip.captureTimesMicros(), from, to);
    sender.send(
        subject, "front", times, subject.equals(ANNA) ? annas(from, to) : clip.bytes(from, to));
  }

  /** Anna's frames. */
  private ByteBuffer annas(int from, int to) {
    ByteBuffer frames = clip.bytes(from, to);
    if (!annaIsAnother) {
      return frames;
    }
    ByteBuffer others = ByteBuffer.allocate(frames.remaining());
    while (frames.hasRemaining()) {
      others.put((byte) ~frames.get());
    }
    return others.flip();
  }

  /** A chunk of Anna's second camera, with this number. */
  private void sendNumbered(LocalCluster cluster, int sequence) throws Exception {
    int from = sequence * CHUNK_FRAMES;
    long[] times = Arrays.copyOfRange(clip.captureTimesMicros(), from, from + CHUNK_FRAMES);
    FaceChunk chunk =
        FaceChunks.numbered(ANNA, "side", sequence, times, annas(from, from + CHUNK_FRAMES));
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            cluster.client(), new ByteArraySerializer(), new ByteArraySerializer())) {
      producer
          .send(
              new ProducerRecord<>(
                  cluster.topics().of(Topic.FACE_CHUNKS),
                  FaceChunks.key(ANNA),
                  SingleObjectFormat.FACE_CHUNK.encode(chunk)))
          .get();
    }
  }

  /** Anna's id in every encoding, and stretches of her states and of the chunk that waits. */
  private List<byte[]> traces() throws IOException {
    List<byte[]> traces = new ArrayList<>(SavepointFiles.encodings(ANNA));
    for (SubjectFile.Part part : SubjectFile.read(file()).operators().values()) {
      for (StoredEntry entry : part.subject().entries()) {
        if (entry.state().equals(CameraStates.CAMERA_SSM_STATE)
            || entry.state().equals(CameraStates.WAITING_CHUNKS)) {
          traces.addAll(SavepointFiles.stretches(entry.value()));
        }
      }
    }
    SavepointFiles bob = SavepointFiles.in(bobs());
    traces.removeIf(trace -> !bob.found(List.of(trace)).isEmpty());
    return traces;
  }

  /** The rows of a list, without the ages. */
  private static List<String> rows(String list) {
    return list.lines()
        .filter(line -> line.contains(" front ") || line.contains(" side "))
        .map(line -> line.replaceAll("Z .*", ""))
        .toList();
  }

  private static String run(String... arguments) {
    List<String> all = new ArrayList<>(List.of("state"));
    all.addAll(List.of(arguments));
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    PrintStream before = System.out;
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try {
      assertThat(FacePhys.commandLine().execute(all.toArray(String[]::new))).isZero();
    } finally {
      System.setOut(before);
    }
    String text = printed.toString(StandardCharsets.UTF_8);
    assertThat(text).doesNotContain("\033");
    return text;
  }

  private Path file() {
    return folder.resolve("anna");
  }

  private Path bobs() {
    return folder.resolve("bob");
  }

  private Path erased() {
    return folder.resolve("erased");
  }

  private Path imported() {
    return folder.resolve("imported");
  }
}
