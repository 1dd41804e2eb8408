package io.facephys.cli.page;

import io.facephys.console.Interruption;
import io.facephys.console.Terminal;
import io.facephys.pipeline.arguments.KafkaArguments;
import io.facephys.pipeline.arguments.RegistryArguments;
import io.facephys.pipeline.config.Topic;
import io.facephys.pipeline.config.TopicNames;
import io.facephys.testbed.topics.ClientProperties;
import io.facephys.testbed.topics.Topics;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code facephys dashboard}: a live page of all subjects, from any Kafka. */
@Command(
    name = "dashboard",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Show waves, rates and beats of all subjects on a live page, for browsers on this machine."
            + " It stores nothing.")
public final class DashboardCommand implements Callable<Integer> {
  @Mixin private KafkaArguments kafka;

  @Mixin private RegistryArguments registry;

  @Option(
      names = "--waves-topic",
      paramLabel = "TOPIC",
      description = "Topic of the waves. Default: ${DEFAULT-VALUE}.")
  private String waves = Topic.PULSE_WAVEFORMS.defaultName();

  @Option(
      names = "--vitals-topic",
      paramLabel = "TOPIC",
      description = "Topic of the vital signs. Default: ${DEFAULT-VALUE}.")
  private String vitals = Topic.VITAL_SIGNS.defaultName();

  @Option(
      names = "--beats-topic",
      paramLabel = "TOPIC",
      description = "Topic of the beats. Default: ${DEFAULT-VALUE}.")
  private String beats = Topic.PULSE_BEATS.defaultName();

  @Option(
      names = "--port",
      paramLabel = "N",
      defaultValue = "0",
      description = "Port of the page; 0 means a free one. Default: ${DEFAULT-VALUE}.")
  private int port;

  @Option(
      names = "--bind",
      paramLabel = "ADDRESS",
      defaultValue = "127.0.0.1",
      description =
          "Address to serve the page on. Another one than 127.0.0.1 lets others on the network look"
              + " and needs --token. Default: ${DEFAULT-VALUE}.")
  private String bind;

  @Option(
      names = "--host",
      paramLabel = "NAME",
      description = "Name by which browsers reach the page. Default: the address.")
  private @Nullable String host;

  @Option(
      names = "--token",
      paramLabel = "SECRET",
      description = "Who has it may look. Default: a random one, which the printed address holds.")
  private @Nullable String token;

  @Option(
      names = "--duration",
      defaultValue = "0",
      paramLabel = "S",
      description = "Seconds to serve the page; 0 means until Ctrl-C. Default: ${DEFAULT-VALUE}.")
  private int durationSeconds;

  private final Terminal terminal = new Terminal();

  @Override
  public Integer call() throws Exception {
    DashboardOptions options = DashboardOptions.of(bind, port, host, token);
    Properties client = ClientProperties.of(kafka);
    TopicNames topics =
        TopicNames.DEFAULT
            .with(Topic.PULSE_WAVEFORMS, waves)
            .with(Topic.VITAL_SIGNS, vitals)
            .with(Topic.PULSE_BEATS, beats);
    terminal.print("Kafka is at " + client.get("bootstrap.servers"));
    Topics.expect(client, waves, vitals, beats);
    try (Interruption interruption = Interruption.awaitCleanUp();
        Dashboard dashboard = Dashboard.start(options, client, topics, registry.open())) {
      terminal.print("The live page is at " + dashboard.address());
      terminal.print("The address holds a token: who has it may look. Ctrl-C stops the page.");
      long start = System.nanoTime();
      while (!Interruption.requested()
          && (durationSeconds == 0
              || System.nanoTime() - start < TimeUnit.SECONDS.toNanos(durationSeconds))) {
        dashboard.check();
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200));
      }
    }
    return 0;
  }
}
