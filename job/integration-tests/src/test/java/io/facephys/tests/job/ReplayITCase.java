package io.facephys.tests.job;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.facephys.cli.FacePhys;
import io.facephys.engine.recording.Recording;
import io.facephys.pipeline.config.JobOptions;
import io.facephys.pipeline.config.KafkaOptions;
import io.facephys.pipeline.config.RecordLimits;
import io.facephys.pipeline.config.Topic;
import io.facephys.pipeline.config.TopicNames;
import io.facephys.pipeline.encode.DeadLetterRecordSerializer;
import io.facephys.pipeline.record.DeadLetter;
import io.facephys.pipeline.record.DeadLetter.Cause;
import io.facephys.pipeline.record.RawRecord;
import io.facephys.pipeline.record.RawRecord.Header;
import io.facephys.pipeline.record.RawRecord.Part;
import io.facephys.pipeline.record.RawRecord.Truncation;
import io.facephys.testbed.EmbeddedKafka;
import io.facephys.testbed.LocalFlink;
import io.facephys.testbed.topics.RecordReader;
import io.facephys.testbed.topics.Topics;
import io.facephys.tests.LocalCluster;
import io.facephys.tests.TestClip;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What {@code ./facephys replay} sends again, through real Kafka. */
@SuppressWarnings("NullAway.Init")
final class ReplayITCase {
  private static final long TIME_MILLIS = System.currentTimeMillis() - 60_000;

  private static EmbeddedKafka kafka;

  private final StringWriter errors = new StringWriter();

  @BeforeAll
  static void startKafka() throws Exception {
    kafka = EmbeddedKafka.start();
  }

  @AfterAll
  static void stopKafka() {
    kafka.close();
  }

  @Test
  void chunksThatATooSmallLimitRefusedGiveTheirWavesAfterAll() throws Exception {
    Recording clip = TestClip.load();
    try (LocalCluster cluster = new LocalCluster(kafka, "refused")) {
      TopicNames topics = cluster.topics();
      TopicNames again = topics.with(Topic.FACE_CHUNKS, "refused-again");
      int chunks = clip.chunkEnds(30).size();
      RecordLimits tooSmall =
          new RecordLimits(
              RecordLimits.DEFAULT.maxValueBytes(), 10, 64, RecordLimits.DEFAULT.frameRate());
      produce(topics);
      try (LocalFlink flink = start(cluster, topics, tooSmall)) {
        cluster.awaitRecords(Topic.DEAD_LETTERS, chunks);
        flink.check();
      }
      Topics.create(kafka.client(), again, 2);

      replay(topics.of(Topic.DEAD_LETTERS), "refused-again", "--reason=too_large");
      replay(topics.of(Topic.DEAD_LETTERS), "refused-again");

      assertThat(records("refused-again")).hasSize(chunks);
      try (LocalFlink flink = start(cluster, again, RecordLimits.DEFAULT)) {
        assertThat(LocalCluster.waveOf("somebody", cluster.awaitWaves(clip.length())))
            .isEqualTo(TestClip.waveOf(clip, 30));
        flink.check();
      }
    }
  }

  @Test
  void recordsComeAsTheyWereInTheirOrderAndOnce() throws Exception {
    create("dead", "target");
    // Written in another order than the records were, and after a crash of the job twice.
    for (long offset : new long[] {1, 3, 2, 1, 3, 4, 2}) {
      write("dead", letter(0, offset, Cause.TOO_FAST));
    }
    write("dead", letter(1, 1, Cause.TOO_FAST));

    replay("dead", "target");
    replay("dead", "target");

    List<ConsumerRecord<byte[], byte[]>> sent = records("target");
    assertThat(values(sent, "0/")).containsExactly("0/1", "0/2", "0/3", "0/4");
    assertThat(values(sent, "1/")).containsExactly("1/1");
    ConsumerRecord<byte[], byte[]> first = sent.get(0);
    assertThat(first.key()).isEqualTo("anna".getBytes(UTF_8));
    assertThat(first.timestamp()).isEqualTo(TIME_MILLIS + 1);
    assertThat(Arrays.stream(first.headers().toArray()).map(h -> h.key()))
        .containsExactly("trace", "trace", "facephys.reason");
  }

  @Test
  void onlyLettersOfTheReasonAndTimeAreSentAndTheOthersLater() throws Exception {
    create("mixed", "mixed-target");
    for (long offset = 1; offset <= 4; offset++) {
      write("mixed", letter(0, offset, offset % 2 == 0 ? Cause.CLOCK : Cause.TOO_FAST));
    }
    write("mixed", truncated(5));
    write("mixed", new ProducerRecord<>("mixed", "no letter".getBytes(UTF_8)));

    replay("mixed", "mixed-target", "--reason=CLOCK", "--dry-run");
    assertThat(records("mixed-target")).isEmpty();
    replay("mixed", "mixed-target", "--reason=CLOCK", "--until=" + time(4));
    assertThat(values(records("mixed-target"), "")).containsExactly("0/2");
    replay("mixed", "mixed-target", "--from=" + time(2));

    assertThat(values(records("mixed-target"), "")).containsExactly("0/2", "0/3", "0/4");
  }

  @Test
  void whatTheTopicRefusesIsNotMarkedAsSent() throws Exception {
    create("large", "large-target");
    write("large", letter(0, 1, Cause.TOO_LARGE, new byte[1 << 20])); // face-control takes 64 KiB

    assertThat(execute("large", Topic.FACE_CONTROL.defaultName())).isNotZero();
    assertThat(errors.toString()).contains("'face-control' does not take the letters' records");
    replay("large", "large-target");

    assertThat(records("large-target")).hasSize(1);
  }

  @Test
  void topicsThatCannotBeMeantAreRefused() throws Exception {
    create("self", "self-target");

    assertThat(execute("self", "self")).isNotZero();
    assertThat(errors.toString()).contains("--to is 'self', the topic of the dead letters");
    assertThat(execute("self", "nowhere")).isNotZero();
    assertThat(errors.toString()).contains("topic 'nowhere' does not exist");
  }

  private static String time(long offset) {
    return Instant.ofEpochMilli(TIME_MILLIS + offset).toString();
  }

  private static void create(String deadLetters, String target) throws Exception {
    Topics.create(
        kafka.client(),
        TopicNames.DEFAULT.with(Topic.DEAD_LETTERS, deadLetters).with(Topic.FACE_CHUNKS, target),
        1);
  }

  private static ProducerRecord<byte[], byte[]> letter(int partition, long offset, Cause cause) {
    return letter(partition, offset, cause, null);
  }

  private static ProducerRecord<byte[], byte[]> letter(
      int partition, long offset, Cause cause, byte @Nullable [] value) {
    byte[] name = "%d/%d".formatted(partition, offset).getBytes(UTF_8);
    return serialized(record(partition, offset, value == null ? name : value), cause);
  }

  private static ProducerRecord<byte[], byte[]> truncated(long offset) {
    Truncation truncation = new Truncation(Part.VALUE, 1 << 30, "0".repeat(64));
    RawRecord whole = record(0, offset, new byte[1]);
    return serialized(
        new RawRecord(
            whole.topic(),
            whole.partition(),
            offset,
            whole.timestampMillis(),
            whole.key(),
            whole.value(),
            whole.headers(),
            new Truncation[] {truncation}),
        Cause.TOO_LARGE);
  }

  private static RawRecord record(int partition, long offset, byte[] value) {
    Header[] headers = {
      new Header("trace", new byte[] {7}),
      new Header("trace", null),
      new Header("facephys.reason", "of an earlier life".getBytes(UTF_8))
    };
    return new RawRecord(
        "face-chunks",
        partition,
        offset,
        TIME_MILLIS + offset,
        "anna".getBytes(UTF_8),
        value,
        headers);
  }

  @SuppressWarnings("NullAway") // the serializer uses neither context nor time
  private static ProducerRecord<byte[], byte[]> serialized(RawRecord record, Cause cause) {
    return new DeadLetterRecordSerializer("dead")
        .serialize(new DeadLetter(record, cause, "because"), null, null);
  }

  private static void write(String topic, ProducerRecord<byte[], byte[]> letter) throws Exception {
    Properties properties = kafka.client();
    properties.remove("default.api.timeout.ms"); // producers do not know it
    properties.put("max.request.size", String.valueOf(4 << 20));
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
      producer
          .send(
              new ProducerRecord<>(
                  topic, null, letter.timestamp(), letter.key(), letter.value(), letter.headers()))
          .get();
    }
  }

  private static List<ConsumerRecord<byte[], byte[]>> records(String topic) {
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    try (RecordReader reader = new RecordReader(kafka.client(), topic, /* fromBeginning= */ true)) {
      while (!reader.hasCaughtUp()) {
        reader.poll(Duration.ofMillis(200)).forEach(records::add);
      }
    }
    return records;
  }

  private static List<String> values(List<ConsumerRecord<byte[], byte[]>> records, String prefix) {
    return records.stream()
        .map(record -> new String(record.value(), UTF_8))
        .filter(value -> value.startsWith(prefix))
        .toList();
  }

  private static void produce(TopicNames topics) {
    int exitCode =
        FacePhys.commandLine()
            .execute(
                "produce",
                "--bootstrap-servers=" + kafka.bootstrapServers(),
                "--topic=" + topics.of(Topic.FACE_CHUNKS),
                "--clip=" + TestClip.FOLDER,
                "--subject=somebody",
                "--chunk=30");
    assertThat(exitCode).isZero();
  }

  private static LocalFlink start(LocalCluster cluster, TopicNames topics, RecordLimits limits)
      throws Exception {
    KafkaOptions kafkaOptions =
        KafkaOptions.of(kafka.bootstrapServers()).named(topics.of(Topic.FACE_CHUNKS));
    JobOptions defaults = JobOptions.of(kafkaOptions);
    JobOptions options =
        new JobOptions(
            kafkaOptions,
            topics,
            defaults.format(),
            defaults.maxParallelism(),
            defaults.model(),
            defaults.time(),
            limits,
            true);
    return LocalFlink.start(options, cluster.configuration(1, 0));
  }

  private void replay(String deadLetters, String target, String... options) {
    assertThat(execute(deadLetters, target, options)).as(errors.toString()).isZero();
  }

  private int execute(String deadLetters, String target, String... options) {
    String[] arguments =
        Stream.concat(
                Stream.of(
                    "replay",
                    "--bootstrap-servers=" + kafka.bootstrapServers(),
                    "--topic=" + deadLetters,
                    "--to=" + target),
                Stream.of(options))
            .toArray(String[]::new);
    return FacePhys.commandLine().setErr(new PrintWriter(errors, true)).execute(arguments);
  }
}
