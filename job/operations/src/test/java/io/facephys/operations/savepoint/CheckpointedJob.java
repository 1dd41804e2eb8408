package io.facephys.operations.savepoint;

import io.facephys.testbed.LocalFlink;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.common.typeutils.base.array.BytePrimitiveArraySerializer;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.util.Collector;
import org.awaitility.Awaitility;

/** Runs a small Flink job in this JVM, whose checkpoints stay when it has been cancelled. */
final class CheckpointedJob {
  private static final Duration TIMEOUT = Duration.ofMinutes(3);
  private static final int NUMBERS_PER_SECOND = 1000;

  private CheckpointedJob() {}

  /**
   * Runs until there are two checkpoints.
   *
   * @param backend "rocksdb" or "hashmap"
   * @return the folders of the job's last two checkpoints, the newest first
   */
  static List<Path> run(String backend, String scheme, Path folder) throws Exception {
    Configuration configuration =
        LocalFlink.configuration(1, Duration.ofMillis(300), folder)
            .set(
                CheckpointingOptions.CHECKPOINTS_DIRECTORY,
                scheme + ":" + folder.resolve("checkpoints"))
            .set(StateBackendOptions.STATE_BACKEND, backend)
            .set(CheckpointingOptions.INCREMENTAL_CHECKPOINTS, true)
            .set(CheckpointingOptions.MAX_RETAINED_CHECKPOINTS, 2)
            .set(
                CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION,
                ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION);
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.createLocalEnvironment(configuration);
    environment
        .fromSource(
            new DataGeneratorSource<>(
                number -> number,
                Long.MAX_VALUE,
                RateLimiterStrategy.perSecond(NUMBERS_PER_SECOND),
                Types.LONG),
            WatermarkStrategy.noWatermarks(),
            "numbers")
        .uid("numbers")
        .keyBy(number -> number % 8)
        .process(new Remember())
        .uid("remember")
        .sinkTo(new DiscardingSink<>());
    JobClient client = environment.executeAsync();
    Path job = folder.resolve("checkpoints").resolve(client.getJobID().toHexString());
    Awaitility.await().atMost(TIMEOUT).until(() -> checkpoints(job).size() >= 2);
    client.cancel().get();
    Awaitility.await()
        .atMost(TIMEOUT)
        .ignoreExceptions() // it ends with its cluster
        .until(() -> client.getJobExecutionResult().isDone());
    return checkpoints(job).subList(0, 2);
  }

  private static List<Path> checkpoints(Path job) throws IOException {
    try (Stream<Path> files = Files.walk(job, 2)) {
      return files
          .filter(file -> file.endsWith("_metadata"))
          .map(Path::getParent)
          .sorted(Comparator.comparing(CheckpointedJob::number).reversed())
          .toList();
    } catch (IOException | UncheckedIOException e) {
      return List.of(); // it is not there yet, or one is being deleted
    }
  }

  private static int number(Path checkpoint) {
    return Integer.parseInt(checkpoint.getFileName().toString().substring("chk-".length()));
  }

  /** Keeps some bytes for each key; those of key 0 change. */
  private static final class Remember extends KeyedProcessFunction<Long, Long, Long> {
    private static final long serialVersionUID = 1L;
    private static final int BYTES = 100_000;

    private transient ValueState<byte[]> state;

    @Override
    public void open(OpenContext context) {
      state =
          getRuntimeContext()
              .getState(new ValueStateDescriptor<>("bytes", BytePrimitiveArraySerializer.INSTANCE));
    }

    @Override
    public void processElement(Long number, Context context, Collector<Long> out) throws Exception {
      if (number < 8 || number % 8 == 0) {
        byte[] bytes = new byte[BYTES];
        new Random(number).nextBytes(bytes);
        state.update(bytes);
      }
    }
  }
}
