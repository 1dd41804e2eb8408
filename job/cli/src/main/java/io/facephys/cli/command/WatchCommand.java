package io.facephys.cli.command;

import io.facephys.cli.live.WatchTable;
import io.facephys.console.Terminal;
import io.facephys.pipeline.arguments.KafkaArguments;
import io.facephys.pipeline.arguments.RegistryArguments;
import io.facephys.pipeline.config.Topic;
import io.facephys.schemas.PulseWaveform;
import io.facephys.schemas.SchemaRegistry;
import io.facephys.schemas.VitalSigns;
import io.facephys.testbed.topics.ClientProperties;
import io.facephys.testbed.topics.TopicReader;
import io.facephys.testbed.topics.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code facephys watch}: shows the job's waves and vital signs from any Kafka. */
@Command(
    name = "watch",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Show the waves and vital signs of all subjects in the terminal.")
public final class WatchCommand implements Callable<Integer> {
  private static final int MAX_LINES = 20;
  private static final Duration POLL_TIMEOUT = Duration.ofMillis(500);

  @Mixin private KafkaArguments kafka;

  @Mixin private RegistryArguments registry;

  @Option(
      names = "--waves-topic",
      paramLabel = "TOPIC",
      description = "Topic of the waves. Default: ${DEFAULT-VALUE}.")
  private String wavesTopic = Topic.PULSE_WAVEFORMS.defaultName();

  @Option(
      names = "--vitals-topic",
      paramLabel = "TOPIC",
      description = "Topic of the vital signs. Default: ${DEFAULT-VALUE}.")
  private String vitalsTopic = Topic.VITAL_SIGNS.defaultName();

  @Option(names = "--from-beginning", description = "Also read what is already there.")
  private boolean fromBeginning;

  @Option(
      names = "--duration",
      defaultValue = "0",
      paramLabel = "S",
      description = "Seconds to watch; 0 means until Ctrl-C. Default: ${DEFAULT-VALUE}.")
  private int durationSeconds;

  private final Terminal terminal = new Terminal();
  private final WatchTable table = new WatchTable(MAX_LINES);

  @Override
  public Integer call() throws Exception {
    SchemaRegistry schemas = registry.open();
    Properties client = ClientProperties.of(kafka);
    terminal.print("Kafka is at " + client.get("bootstrap.servers"));
    Topics.expect(client, wavesTopic, vitalsTopic);
    try (TopicReader<PulseWaveform> waves =
            new TopicReader<>(client, wavesTopic, PulseWaveform.class, schemas, fromBeginning);
        TopicReader<VitalSigns> rows =
            new TopicReader<>(client, vitalsTopic, VitalSigns.class, schemas, fromBeginning)) {
      terminal.print("Watching '%s' and '%s'; Ctrl-C stops".formatted(wavesTopic, vitalsTopic));
      long end =
          durationSeconds == 0
              ? Long.MAX_VALUE
              : System.nanoTime() + TimeUnit.SECONDS.toNanos(durationSeconds);
      while (System.nanoTime() < end) {
        table.add(waves.poll(POLL_TIMEOUT), rows.poll(Duration.ZERO), System.currentTimeMillis());
        terminal.update(lines(waves, rows));
      }
      terminal.finish(lines(waves, rows));
    }
    return 0;
  }

  private List<String> lines(TopicReader<?> waves, TopicReader<?> rows) {
    List<String> lines = new ArrayList<>(table.lines(System.currentTimeMillis()));
    for (TopicReader<?> reader : List.of(waves, rows)) {
      if (reader.unreadable() > 0) {
        lines.add(
            "%d records could not be read; the last one: %s"
                .formatted(reader.unreadable(), reader.problem()));
      }
    }
    return lines;
  }
}
