package io.facephys.measure.speed;

import io.facephys.console.Interruption;
import io.facephys.console.TemporaryFolder;
import io.facephys.engine.Engine;
import io.facephys.engine.EngineOptions;
import io.facephys.engine.Provider;
import io.facephys.pipeline.config.JobOptions;
import io.facephys.pipeline.config.KafkaOptions;
import io.facephys.pipeline.config.ModelLocation;
import io.facephys.pipeline.config.Topic;
import io.facephys.pipeline.config.TopicNames;
import io.facephys.schemas.CropContract;
import io.facephys.schemas.PulseWaveform;
import io.facephys.testbed.EmbeddedKafka;
import io.facephys.testbed.JobMetrics;
import io.facephys.testbed.LocalFlink;
import io.facephys.testbed.simulation.SimulatedCameras;
import io.facephys.testbed.simulation.SimulatedFace;
import io.facephys.testbed.topics.ChunkSender;
import io.facephys.testbed.topics.TopicReader;
import io.facephys.testbed.topics.Topics;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;

/**
 * Measures the whole path, from Kafka through Flink to Kafka, at full speed. All chunks are in
 * Kafka before the job starts. Only the second half of the waves is timed: by then the code is
 * compiled, and each subject has a model state.
 *
 * @param backend state backend, {@code rocksdb} or {@code hashmap}
 * @param minChunks minimum number of chunks of all subjects together; Java compiles during their
 *     first half
 */
record PathBenchmark(
    Engine engine,
    String backend,
    int subjects,
    int chunkFrames,
    int minChunks,
    int slots,
    Checkpointing checkpointing) {
  private static final Duration TIMEOUT = Duration.ofMinutes(10);
  private static final double FRAME_RATE_HZ = 30;

  /**
   * The job's own metrics of its stages: reading and checking a record before it goes to the task
   * of its subject, reading the model state, running the model, writing the state, handing the wave
   * to Kafka's producer, and making vital signs and beats, with their state.
   */
  private static final List<String> STAGES =
      List.of(
          "decodeMicros",
          "stateReadMicros",
          "inferenceMicros",
          "stateWriteMicros",
          "emitMicros",
          "vitalsMicros");

  /** How checkpoints are taken; barriers of unaligned ones overtake records. */
  record Checkpointing(Duration interval, boolean unaligned) {
    static final Checkpointing DEFAULT = new Checkpointing(Duration.ofSeconds(5), false);
  }

  /**
   * What was measured.
   *
   * @param framesPerSecond of all slots together
   * @param stageMillis the mean time of each of {@link #STAGES} per chunk
   */
  record Result(
      PathBenchmark run,
      double framesPerSecond,
      List<Double> stageMillis,
      CheckpointStatistics checkpoints) {
    /** The rest of a slot's time per chunk, including time spent waiting for a processor. */
    double restMillis() {
      double all = run.slots * run.chunkFrames * 1e3 / framesPerSecond;
      return all - stageMillis.stream().mapToDouble(millis -> millis).sum();
    }
  }

  /** Runs the benchmark on topics of its own; {@code progress} receives what is being done. */
  Result run(EmbeddedKafka kafka, Consumer<String> progress) throws Exception {
    TopicNames topics = TopicNames.DEFAULT.prefixed("bench-%x-".formatted(System.nanoTime()));
    Properties client = kafka.client();
    List<String> created = Topics.create(client, topics, slots);
    int chunks = Math.max(2, (minChunks + subjects - 1) / subjects);
    progress.accept("%s, %d subjects: filling Kafka".formatted(backend, subjects));
    fill(client, topics.of(Topic.FACE_CHUNKS), chunks);

    Result result;
    try (TemporaryFolder folder = TemporaryFolder.create("facephys-bench");
        LocalFlink flink = LocalFlink.start(options(kafka, topics), configuration(folder));
        TopicReader<PulseWaveform> reader =
            TopicReader.ofWaves(batching(kafka), topics.of(Topic.PULSE_WAVEFORMS))) {
      result = measure(flink, reader, (long) subjects * chunks * chunkFrames, progress);
    }
    Topics.delete(client, created); // gigabytes, in the temporary folder
    return result;
  }

  private Result measure(
      LocalFlink flink, TopicReader<PulseWaveform> reader, long frames, Consumer<String> progress)
      throws Exception {
    CheckpointStatistics checkpoints = CheckpointStatistics.NONE;
    long deadline = System.nanoTime() + TIMEOUT.toNanos();
    long done = 0;
    long atStart = 0;
    long start = 0;
    while (done < frames && System.nanoTime() < deadline && !Interruption.requested()) {
      flink.check();
      checkpoints = checkpoints.updated();
      for (PulseWaveform wave : reader.poll(Duration.ofMillis(100))) {
        done += wave.getWave().size();
      }
      if (done >= frames / 2 && start == 0) {
        start = System.nanoTime();
        atStart = done;
      }
      progress.accept(
          "%s, %d subjects: %,d of %,d frames".formatted(backend, subjects, done, frames));
    }
    if (done < frames && !Interruption.requested()) {
      throw new IllegalStateException(
          "only %,d of %,d frames in %d minutes; run it with fewer --subjects"
              .formatted(done, frames, TIMEOUT.toMinutes()));
    }
    double framesPerSecond = (done - atStart) * 1e9 / (System.nanoTime() - start);
    List<Double> millis = STAGES.stream().map(stage -> JobMetrics.mean(stage) / 1e3).toList();
    return new Result(this, framesPerSecond, millis, checkpoints);
  }

  private Configuration configuration(TemporaryFolder folder) {
    Configuration configuration =
        LocalFlink.configuration(slots, checkpointing.interval, folder.path());
    configuration.set(CheckpointingOptions.ENABLE_UNALIGNED, checkpointing.unaligned);
    configuration.set(CheckpointingOptions.INCREMENTAL_CHECKPOINTS, true);
    configuration.set(StateBackendOptions.STATE_BACKEND, backend);
    return configuration;
  }

  /** Makes the reader fetch in batches, so that it leaves the processors to the job. */
  private static Properties batching(EmbeddedKafka kafka) {
    Properties batching = kafka.client();
    batching.put(ConsumerConfig.FETCH_MIN_BYTES_CONFIG, 1 << 20);
    batching.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 100);
    return batching;
  }

  private JobOptions options(EmbeddedKafka kafka, TopicNames topics) {
    return JobOptions.of(
            KafkaOptions.of(kafka.bootstrapServers())
                .named(topics.of(Topic.FACE_CHUNKS))
                .with(KafkaOptions.Delivery.AT_LEAST_ONCE)) // so that waves are seen at once
        .with(topics)
        .with(new ModelLocation(null, null, new EngineOptions(null, Provider.CPU, engine)));
  }

  private void fill(Properties client, String topic, int chunks) {
    SimulatedFace face = new SimulatedFace(72, 1);
    List<String> names = SimulatedCameras.balancedIds(subjects, slots);
    // Captured just now: a wave's record has its capture time, and the broker deletes old records.
    long chunkMillis = Math.round(chunkFrames * 1e3 / FRAME_RATE_HZ);
    long startMicros = (System.currentTimeMillis() - chunks * chunkMillis) * 1_000;
    try (ChunkSender sender = new ChunkSender(client, topic)) {
      for (int chunk = 0; chunk < chunks; chunk++) {
        byte[] frames = new byte[chunkFrames * CropContract.FRAME_BYTES];
        long first = (long) chunk * chunkFrames;
        for (int i = 0; i < chunkFrames; i++) {
          face.paint((first + i) / FRAME_RATE_HZ, frames, i * CropContract.FRAME_BYTES);
        }
        long[] times =
            LongStream.range(first, first + chunkFrames)
                .map(i -> startMicros + Math.round(i * 1e6 / FRAME_RATE_HZ))
                .toArray();
        for (String subject : names) {
          sender.send(subject, "camera", times, ByteBuffer.wrap(frames));
        }
      }
      sender.flush();
    }
  }
}
