package io.facephys.testbed;

import io.facephys.pipeline.FacePhysJob;
import io.facephys.pipeline.config.JobOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.MetricOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.ExceptionUtils;

/**
 * The job on a Flink cluster inside this JVM, for tests, {@code ./facephys job} and the demo. It
 * runs from {@link #start} until it is closed, which cancels the job and ends the cluster; state
 * survives only in a savepoint of {@link #stopWithSavepoint}. Its metrics are in {@link
 * JobMetrics}, so one should run at a time. Not for several threads.
 */
public final class LocalFlink implements AutoCloseable {
  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(30);
  private static final MemorySize ROCKSDB_MEMORY = MemorySize.ofMebiBytes(512);

  private final JobClient client;
  private final CompletableFuture<JobExecutionResult> result;

  private LocalFlink(JobClient client) {
    this.client = client;
    this.result = client.getJobExecutionResult();
  }

  /**
   * Configuration of a cluster in this JVM; callers may change it.
   *
   * @param folder for checkpoints, savepoints and Flink's temporary files
   */
  public static Configuration configuration(int slots, Duration checkpointInterval, Path folder) {
    Configuration configuration = new Configuration();
    configuration.set(CoreOptions.DEFAULT_PARALLELISM, slots);
    configuration.set(CoreOptions.TMP_DIRS, folder.resolve("flink").toString());
    configuration.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, ROCKSDB_MEMORY);
    configuration.set(
        CheckpointingOptions.CHECKPOINTS_DIRECTORY, FlinkPath.of(folder.resolve("checkpoints")));
    configuration.set(
        CheckpointingOptions.SAVEPOINT_DIRECTORY, FlinkPath.of(folder.resolve("savepoints")));
    configuration.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, checkpointInterval);
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, 3);
    configuration.set(MetricOptions.REPORTERS_LIST, "facephys");
    configuration.setString(
        "metrics.reporter.facephys.factory.class", JobMetrics.Factory.class.getName());
    return configuration;
  }

  /** Starts the job; returns before it reads anything. */
  public static LocalFlink start(JobOptions options, Configuration configuration) throws Exception {
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.createLocalEnvironment(configuration);
    FacePhysJob.build(environment, options);
    return new LocalFlink(environment.executeAsync("FacePhys"));
  }

  /**
   * Checks that the job runs.
   *
   * @throws IllegalStateException if it has ended; the message says why
   */
  public void check() throws InterruptedException {
    // Not the job's status: nobody answers for it when the cluster has ended with the job.
    if (!result.isDone()) {
      return;
    }
    try {
      result.get();
    } catch (ExecutionException e) {
      Throwable rootCause =
          ExceptionUtils.findThrowable(e, cause -> cause.getCause() == null).orElseThrow();
      throw new IllegalStateException("the Flink job failed: " + rootCause, e);
    }
    throw new IllegalStateException("the Flink job has ended");
  }

  /** Stops the job with a savepoint and returns the savepoint's path. */
  public String stopWithSavepoint()
      throws InterruptedException, ExecutionException, TimeoutException {
    return client
        .stopWithSavepoint(false, null, SavepointFormatType.CANONICAL)
        .get(STOP_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    try {
      if (!client.getJobStatus().get().isTerminalState()) {
        client.cancel().get(STOP_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
        result.get(STOP_TIMEOUT.toSeconds(), TimeUnit.SECONDS); // until its tasks have ended
      }
    } catch (ExecutionException | TimeoutException | IllegalStateException e) {
      // The job has ended, as cancelled or with the cluster.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
