package io.facephys.cli.command;

import io.facephys.console.Interruption;
import io.facephys.console.TemporaryFolder;
import io.facephys.console.Terminal;
import io.facephys.pipeline.arguments.JobCommandLine;
import io.facephys.pipeline.config.JobOptions;
import io.facephys.pipeline.config.KafkaOptions;
import io.facephys.pipeline.config.Topic;
import io.facephys.pipeline.config.TopicNames;
import io.facephys.testbed.LocalFlink;
import io.facephys.testbed.topics.ClientProperties;
import io.facephys.testbed.topics.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code facephys job}: runs the job in this JVM, against any Kafka. */
@Command(
    name = "job",
    description =
        "Run the job on this machine, without a cluster, against any Kafka ('job --help' lists its options).")
public final class JobCommand implements Callable<Integer> {
  private static final Duration CHECKPOINT_INTERVAL =
      Duration.ofSeconds(JobOptions.CHECKPOINT_INTERVAL_SECONDS);

  @Parameters(hidden = true)
  private List<String> arguments = new ArrayList<>();

  private final Terminal terminal = new Terminal();

  @Override
  public Integer call() throws Exception {
    Optional<JobOptions> options =
        JobCommandLine.parse(arguments.toArray(String[]::new), System.getenv());
    if (options.isPresent()) {
      run(options.get());
    }
    return 0;
  }

  private void run(JobOptions options) throws Exception {
    KafkaOptions kafka = options.kafka();
    Properties client = ClientProperties.of(kafka.bootstrapServers());
    client.putAll(kafka.properties());
    TopicNames topics = options.topics();
    Topics.expect(client, options.usedTopics().toArray(String[]::new));
    int slots = Runtime.getRuntime().availableProcessors();
    terminal.print(
        "Reading '%s' and writing '%s' on %s, %s, with %d slots and a checkpoint every %d s. Ctrl-C stops the job; its state is then lost."
            .formatted(
                topics.of(Topic.FACE_CHUNKS),
                topics.of(Topic.PULSE_WAVEFORMS),
                kafka.bootstrapServers(),
                kafka.delivery(),
                slots,
                CHECKPOINT_INTERVAL.toSeconds()));
    try (Interruption interruption = Interruption.awaitCleanUp();
        TemporaryFolder folder = TemporaryFolder.create("facephys-job");
        LocalFlink flink =
            LocalFlink.start(
                options, LocalFlink.configuration(slots, CHECKPOINT_INTERVAL, folder.path()))) {
      while (!Interruption.requested()) {
        flink.check();
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(500));
      }
    }
  }
}
