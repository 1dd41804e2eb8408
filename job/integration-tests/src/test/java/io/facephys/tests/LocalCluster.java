package io.facephys.tests;

import io.facephys.console.TemporaryFolder;
import io.facephys.pipeline.config.JobOptions;
import io.facephys.pipeline.config.KafkaOptions;
import io.facephys.pipeline.config.ModelLocation;
import io.facephys.pipeline.config.OutputFormat;
import io.facephys.pipeline.config.RecordLimits;
import io.facephys.pipeline.config.Topic;
import io.facephys.pipeline.config.TopicNames;
import io.facephys.pipeline.encode.DeadLetterForm;
import io.facephys.pipeline.time.TimeRules;
import io.facephys.schemas.PulseWaveform;
import io.facephys.schemas.VitalSigns;
import io.facephys.testbed.EmbeddedKafka;
import io.facephys.testbed.LocalFlink;
import io.facephys.testbed.topics.TopicReader;
import io.facephys.testbed.topics.Topics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Predicate;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** The topics of one test on a real broker, and the real job between them. */
public final class LocalCluster implements AutoCloseable {
  public static final Duration TIMEOUT =
      Duration.ofMinutes(Integer.getInteger("facephys.timeout.minutes", 5));

  private static final Duration CHECKPOINT_INTERVAL = Duration.ofMillis(500);
  private static final int PARTITIONS = 2;

  private final EmbeddedKafka kafka;
  private final TopicNames topics;
  private final TemporaryFolder folder;

  public LocalCluster(EmbeddedKafka kafka, String test) throws Exception {
    this.kafka = kafka;
    this.topics = TopicNames.DEFAULT.prefixed(test + "-");
    this.folder = TemporaryFolder.create("facephys test zoë 50%41 测试");
    Topics.create(client(), topics, PARTITIONS);
  }

  public Properties client() {
    return kafka.client();
  }

  /** Where the job keeps checkpoints, savepoints and RocksDB's files. */
  public Path folder() {
    return folder.path();
  }

  public TopicNames topics() {
    return topics;
  }

  /** Starts the job; its first failure ends it. */
  public LocalFlink start(int parallelism, @Nullable String savepoint) throws Exception {
    return start(parallelism, savepoint, TimeRules.DEFAULT);
  }

  /** Starts the job with these rules; its first failure ends it. */
  public LocalFlink start(int parallelism, @Nullable String savepoint, TimeRules rules)
      throws Exception {
    Configuration configuration = configuration(parallelism, 0);
    if (savepoint != null) {
      configuration.set(StateRecoveryOptions.SAVEPOINT_PATH, savepoint);
    }
    return LocalFlink.start(options(ModelLocation.DEFAULT, rules), configuration);
  }

  /** Starts the job; only a savepoint commits what it writes. */
  public LocalFlink startWithoutCheckpoints() throws Exception {
    Configuration configuration = configuration(1, 0);
    configuration.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofHours(1));
    return LocalFlink.start(options(ModelLocation.DEFAULT, TimeRules.DEFAULT), configuration);
  }

  /** Starts the job with this delivery; its first failure ends it. */
  public LocalFlink start(KafkaOptions.Delivery delivery, @Nullable String savepoint)
      throws Exception {
    Configuration configuration = configuration(1, 0);
    if (savepoint != null) {
      configuration.set(StateRecoveryOptions.SAVEPOINT_PATH, savepoint);
    }
    KafkaOptions options = kafkaOptions().with(delivery);
    return LocalFlink.start(
        options(options, ModelLocation.DEFAULT, TimeRules.DEFAULT), configuration);
  }

  /** Starts the job with another model from a savepoint; its first failure ends it. */
  public LocalFlink start(ModelLocation model, String savepoint) throws Exception {
    Configuration configuration = configuration(1, 0);
    configuration.set(StateRecoveryOptions.SAVEPOINT_PATH, savepoint);
    return LocalFlink.start(options(model, TimeRules.DEFAULT), configuration);
  }

  /** Starts the job with another model; it may start again so many times. */
  public LocalFlink start(ModelLocation model, int restarts) throws Exception {
    return LocalFlink.start(options(model, TimeRules.DEFAULT), configuration(1, restarts));
  }

  private JobOptions options(ModelLocation model, TimeRules rules) {
    return options(kafkaOptions(), model, rules);
  }

  private JobOptions options(KafkaOptions kafkaOptions, ModelLocation model, TimeRules rules) {
    return new JobOptions(
        kafkaOptions, topics, OutputFormat.DEFAULT, 128, model, rules, RecordLimits.DEFAULT, true);
  }

  private KafkaOptions kafkaOptions() {
    return KafkaOptions.of(kafka.bootstrapServers()).named(topics.of(Topic.FACE_CHUNKS));
  }

  public Configuration configuration(int parallelism, int restarts) {
    Configuration configuration =
        LocalFlink.configuration(parallelism, CHECKPOINT_INTERVAL, folder.path());
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, restarts);
    return configuration;
  }

  /** Reads all vital signs. */
  public TopicReader<VitalSigns> readVitals() {
    return new TopicReader<>(
        client(), topics.of(Topic.VITAL_SIGNS), VitalSigns.class, null, /* fromBeginning= */ true);
  }

  /** All committed waves, once they hold so many frames; fails if they hold more. */
  public List<PulseWaveform> awaitWaves(int frames) {
    return awaitWaves(frames, wave -> true);
  }

  /** The committed waves of some subjects, once they hold so many frames; fails if more. */
  public List<PulseWaveform> awaitWaves(int frames, Predicate<PulseWaveform> wanted) {
    List<PulseWaveform> waves = new ArrayList<>();
    try (TopicReader<PulseWaveform> reader =
        TopicReader.ofWaves(client(), topics.of(Topic.PULSE_WAVEFORMS))) {
      Awaitility.await()
          .atMost(TIMEOUT)
          .until(
              () -> {
                reader.poll(Duration.ofMillis(200)).stream().filter(wanted).forEach(waves::add);
                return frames(waves) >= frames;
              });
    }
    if (frames(waves) != frames) {
      throw new AssertionError("%d frames came, not %d".formatted(frames(waves), frames));
    }
    return waves;
  }

  /** Committed records of a topic with one partition, as soon as there are so many. */
  public List<ConsumerRecord<byte[], byte[]>> awaitRecords(Topic topic, int count) {
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    try (KafkaConsumer<byte[], byte[]> consumer = reader(topic)) {
      Awaitility.await()
          .atMost(TIMEOUT)
          .until(
              () -> {
                consumer.poll(Duration.ofMillis(200)).forEach(records::add);
                return records.size() >= count;
              });
    }
    return records;
  }

  /** Reads the committed records of a topic with one partition, from its beginning. */
  public KafkaConsumer<byte[], byte[]> reader(Topic topic) {
    Properties client = client();
    client.put("isolation.level", "read_committed");
    KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(client, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    List<TopicPartition> all = List.of(new TopicPartition(topics.of(topic), 0));
    consumer.assign(all);
    consumer.seekToBeginning(all);
    return consumer;
  }

  /** Dead letters by partition and offset of their records. */
  public static Map<String, ConsumerRecord<byte[], byte[]>> byPlace(
      List<ConsumerRecord<byte[], byte[]>> letters) {
    Map<String, ConsumerRecord<byte[], byte[]>> byPlace = new HashMap<>();
    for (ConsumerRecord<byte[], byte[]> letter : letters) {
      byPlace.put(
          header(letter, DeadLetterForm.PARTITION_HEADER)
              + "/"
              + header(letter, DeadLetterForm.OFFSET_HEADER),
          letter);
    }
    return byPlace;
  }

  /** The text of a header that the record must have. */
  public static String header(ConsumerRecord<byte[], byte[]> record, String name) {
    return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
  }

  private static int frames(List<PulseWaveform> waves) {
    return waves.stream().mapToInt(wave -> wave.getWave().size()).sum();
  }

  /** One subject's wave in the order of its chunks. */
  public static float[] waveOf(String subjectId, List<PulseWaveform> waves) {
    List<Float> samples =
        waves.stream()
            .filter(wave -> wave.getSubjectId().equals(subjectId))
            .sorted(Comparator.comparingLong(PulseWaveform::getSequence))
            .flatMap(wave -> wave.getWave().stream())
            .toList();
    float[] wave = new float[samples.size()];
    for (int i = 0; i < wave.length; i++) {
      wave[i] = samples.get(i);
    }
    return wave;
  }

  @Override
  public void close() {
    folder.close();
  }
}
