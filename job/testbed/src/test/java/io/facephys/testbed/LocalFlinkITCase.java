package io.facephys.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import io.facephys.pipeline.config.JobOptions;
import io.facephys.pipeline.config.KafkaOptions;
import io.facephys.pipeline.config.ModelLocation;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person reads when the job has ended. */
final class LocalFlinkITCase {
  @TempDir private Path folder;

  @Test
  void endOfTheJobIsReportedWithItsCauseForEver() throws Exception {
    JobOptions options =
        JobOptions.of(KafkaOptions.of("127.0.0.1:9"))
            .with(new ModelLocation(folder.resolve("missing.weights.h5").toString(), null));
    Configuration configuration = LocalFlink.configuration(1, Duration.ofSeconds(1), folder);
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, 0);
    try (LocalFlink flink = LocalFlink.start(options, configuration)) {
      AtomicReference<String> told = new AtomicReference<>();
      for (int i = 0; i < 2; i++) { // the cluster ends a moment after the job
        Awaitility.await().atMost(Duration.ofMinutes(2)).until(() -> failure(flink, told));
        assertThat(told.get()).contains("the Flink job failed: ").doesNotContain("MiniCluster");
        Awaitility.await().pollDelay(Duration.ofSeconds(2)).until(() -> true);
      }
    }
  }

  private static boolean failure(LocalFlink flink, AtomicReference<String> told)
      throws InterruptedException {
    try {
      flink.check();
      return false;
    } catch (IllegalStateException e) {
      told.set(e.getMessage());
      return true;
    }
  }
}
