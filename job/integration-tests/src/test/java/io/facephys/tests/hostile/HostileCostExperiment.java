package io.facephys.tests.hostile;

import io.facephys.engine.recording.Recording;
import io.facephys.pipeline.config.Topic;
import io.facephys.schemas.FaceChunk;
import io.facephys.schemas.PulseWaveform;
import io.facephys.schemas.SingleObjectFormat;
import io.facephys.testbed.EmbeddedKafka;
import io.facephys.testbed.LocalFlink;
import io.facephys.testbed.topics.TopicReader;
import io.facephys.tests.LocalCluster;
import io.facephys.tests.TestClip;
import io.facephys.tests.hostile.HostileRecords.Kind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.Future;
import java.util.zip.GZIPOutputStream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/**
 * Measures what a hostile record of each kind costs the job: processor time of its threads, beside
 * that of a good chunk, and the record's bytes on the wire. Prints a table. It is no test, so no
 * build runs it:
 *
 * <pre>
 * mvn verify -pl job/integration-tests -am -Dit.test=HostileCostExperiment -Dtest=none \
 *     -Dsurefire.failIfNoSpecifiedTests=false -Dfailsafe.failIfNoSpecifiedTests=false
 * </pre>
 */
final class HostileCostExperiment {
  private static final Duration POLL = Duration.ofMillis(100);
  private static final int WARM_UP = 10;
  private static final int GOOD_FRAMES = 30;
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  @Test
  void printTheCostOfEachKind() throws Exception {
    System.out.println(
        "| kind | records | bytes on the wire | ms a record | microseconds a byte |\n"
            + "|---|---|---|---|---|");
    try (EmbeddedKafka kafka = EmbeddedKafka.start()) {
      try (LocalCluster cluster = new LocalCluster(kafka, "good")) {
        print("good, 30 frames", cluster, goodRecords(cluster));
      }
      for (Kind kind : Kind.values()) {
        try (LocalCluster cluster = new LocalCluster(kafka, kind.name())) {
          HostileRecords records =
              new HostileRecords(
                  cluster.topics().of(Topic.FACE_CHUNKS), List.of("ada"), /* seed= */ 1);
          List<ProducerRecord<byte[], byte[]>> all = new ArrayList<>();
          for (int i = 0; i < WARM_UP + count(kind); i++) {
            all.add(records.next(kind));
          }
          print(kind.name(), cluster, all);
        }
      }
    }
  }

  private static int count(Kind kind) {
    return switch (kind) {
      case INFLATED -> 10;
      case ZEROS, LARGE_HEADERS, MANY_FRAMES_IN_NO_TIME -> 50;
      case NEW_SUBJECT, NEW_CAMERA, AFTER_A_GAP, CLOCK_JUMPS -> 100;
      case MALFORMED, OTHER_KEY, INVALID_ID -> 2_000;
    };
  }

  private static List<ProducerRecord<byte[], byte[]>> goodRecords(LocalCluster cluster) {
    Recording clip = TestClip.load();
    List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      for (int from = 0; from + GOOD_FRAMES <= clip.length(); from += GOOD_FRAMES) {
        int to = from + GOOD_FRAMES;
        FaceChunk chunk = HostileRecords.chunk("good-" + i, "c", from / GOOD_FRAMES, 0);
        chunk.setCaptureTimesMicros(
            Arrays.stream(clip.captureTimesMicros(), from, to).boxed().toList());
        chunk.setFrames(clip.bytes(from, to));
        records.add(
            new ProducerRecord<>(
                cluster.topics().of(Topic.FACE_CHUNKS),
                chunk.getSubjectId().getBytes(StandardCharsets.UTF_8),
                SingleObjectFormat.FACE_CHUNK.encode(chunk)));
      }
    }
    return records;
  }

  private static void print(
      String name, LocalCluster cluster, List<ProducerRecord<byte[], byte[]>> records)
      throws Exception {
    try (LocalFlink flink = cluster.start(1, null)) {
      List<ProducerRecord<byte[], byte[]>> warmUp = records.subList(0, WARM_UP);
      List<ProducerRecord<byte[], byte[]>> measured = records.subList(WARM_UP, records.size());
      send(cluster, warmUp);
      awaitAnswers(cluster, WARM_UP);
      long before = taskNanos();
      send(cluster, measured);
      awaitAnswers(cluster, records.size());
      double millis = (taskNanos() - before) / 1e6 / measured.size();
      double bytes =
          measured.stream()
              .limit(10)
              .mapToInt(HostileCostExperiment::wireBytes)
              .average()
              .orElseThrow();
      System.out.printf(
          "| %s | %,d | %,.0f | %.2f | %.2f |%n",
          name, measured.size(), bytes, millis, millis * 1000 / bytes);
      flink.check();
    }
  }

  private static void send(LocalCluster cluster, List<ProducerRecord<byte[], byte[]>> records)
      throws Exception {
    Properties client = cluster.client();
    client.put("compression.type", "gzip");
    client.put("max.request.size", "100000000");
    client.put("buffer.memory", "200000000");
    try (var producer =
        new KafkaProducer<>(client, new ByteArraySerializer(), new ByteArraySerializer())) {
      List<Future<RecordMetadata>> places = new ArrayList<>();
      for (ProducerRecord<byte[], byte[]> record : records) {
        places.add(producer.send(record));
      }
      for (Future<RecordMetadata> place : places) {
        place.get();
      }
    }
  }

  /** Waits until so many dead letters and waves have been committed. */
  private static void awaitAnswers(LocalCluster cluster, int count) {
    int[] answers = new int[1];
    try (KafkaConsumer<byte[], byte[]> letters = cluster.reader(Topic.DEAD_LETTERS);
        TopicReader<PulseWaveform> waves =
            TopicReader.ofWaves(cluster.client(), cluster.topics().of(Topic.PULSE_WAVEFORMS))) {
      Awaitility.await()
          .atMost(LocalCluster.TIMEOUT)
          .until(
              () -> {
                answers[0] += letters.poll(POLL).count() + waves.poll(POLL).size();
                return answers[0] >= count;
              });
    }
  }

  /** Processor time of the threads of Flink's tasks, whose names end in (1/1) and an attempt. */
  private static long taskNanos() {
    long nanos = 0;
    for (ThreadInfo thread : THREADS.getThreadInfo(THREADS.getAllThreadIds())) {
      if (thread != null && thread.getThreadName().contains("(1/1)#")) {
        nanos += THREADS.getThreadCpuTime(thread.getThreadId());
      }
    }
    return nanos;
  }

  private static int wireBytes(ProducerRecord<byte[], byte[]> record) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(record.key());
      gzip.write(record.value());
      for (Header header : record.headers()) {
        gzip.write(header.value());
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return bytes.size();
  }
}
