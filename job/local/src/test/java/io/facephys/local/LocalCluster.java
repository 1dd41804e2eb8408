package io.facephys.local;

import io.facephys.local.cluster.EmbeddedKafka;
import io.facephys.local.cluster.LocalFlink;
import io.facephys.local.cluster.TemporaryFolder;
import io.facephys.local.kafka.TopicReader;
import io.facephys.local.kafka.Topics;
import io.facephys.pipeline.config.JobOptions;
import io.facephys.pipeline.config.KafkaOptions;
import io.facephys.pipeline.config.ModelLocation;
import io.facephys.pipeline.config.OutputFormat;
import io.facephys.pipeline.config.Topic;
import io.facephys.pipeline.config.TopicNames;
import io.facephys.pipeline.time.TimeRules;
import io.facephys.schemas.PulseWaveform;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Properties;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** The topics of one test on a real broker, and the real job between them. */
final class LocalCluster implements AutoCloseable {
  static final Duration TIMEOUT = Duration.ofMinutes(2);

  private static final Duration CHECKPOINT_INTERVAL = Duration.ofMillis(500);
  private static final int PARTITIONS = 2;

  private final EmbeddedKafka kafka;
  private final TopicNames topics;
  private final TemporaryFolder folder;

  LocalCluster(EmbeddedKafka kafka, String test) throws Exception {
    this.kafka = kafka;
    this.topics = TopicNames.DEFAULT.prefixed(test + "-");
    this.folder = TemporaryFolder.create("facephys-test");
    Topics.create(client(), topics, PARTITIONS);
  }

  Properties client() {
    return kafka.client();
  }

  TopicNames topics() {
    return topics;
  }

  /** Starts the job; its first failure ends it. */
  LocalFlink start(int parallelism, @Nullable String savepoint) throws Exception {
    JobOptions options =
        new JobOptions(
            KafkaOptions.of(kafka.bootstrapServers()).named(topics.of(Topic.FACE_CHUNKS)),
            topics,
            OutputFormat.DEFAULT,
            128,
            ModelLocation.DEFAULT,
            TimeRules.DEFAULT);
    Configuration configuration =
        LocalFlink.configuration(parallelism, CHECKPOINT_INTERVAL, folder.path());
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, 0);
    if (savepoint != null) {
      configuration.set(StateRecoveryOptions.SAVEPOINT_PATH, savepoint);
    }
    return LocalFlink.start(options, configuration);
  }

  /** All committed waves, once they hold so many frames; fails if they hold more. */
  List<PulseWaveform> awaitWaves(int frames) {
    List<PulseWaveform> waves = new ArrayList<>();
    try (TopicReader<PulseWaveform> reader =
        TopicReader.ofWaves(client(), topics.of(Topic.PULSE_WAVEFORMS))) {
      Awaitility.await()
          .atMost(TIMEOUT)
          .until(
              () -> {
                waves.addAll(reader.poll(Duration.ofMillis(200)));
                return frames(waves) >= frames;
              });
    }
    if (frames(waves) != frames) {
      throw new AssertionError("%d frames came, not %d".formatted(frames(waves), frames));
    }
    return waves;
  }

  private static int frames(List<PulseWaveform> waves) {
    return waves.stream().mapToInt(wave -> wave.getWave().size()).sum();
  }

  /** One subject's wave in the order of its chunks. */
  static float[] waveOf(String subjectId, List<PulseWaveform> waves) {
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
