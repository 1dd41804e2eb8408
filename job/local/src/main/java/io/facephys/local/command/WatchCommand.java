package io.facephys.local.command;

import io.facephys.local.kafka.ClientProperties;
import io.facephys.local.kafka.TopicReader;
import io.facephys.local.kafka.Topics;
import io.facephys.local.view.Sparkline;
import io.facephys.local.view.SubjectTrack;
import io.facephys.local.view.Terminal;
import io.facephys.pipeline.config.KafkaArguments;
import io.facephys.pipeline.config.RegistryArguments;
import io.facephys.schemas.MessageReader;
import io.facephys.schemas.PulseWaveform;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code facephys watch}: shows live waves and rates from any Kafka. */
@Command(
    name = "watch",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Show live waves and rates from Kafka in the terminal.")
@SuppressWarnings("NullAway.Init") // picocli fills the fields
public final class WatchCommand implements Callable<Integer> {
  private static final int WAVE_CHARACTERS = 52;
  private static final int MOST_SUBJECTS_SHOWN = 20;

  @Mixin private KafkaArguments kafka;

  @Mixin private RegistryArguments registry;

  @Option(
      names = "--topic",
      defaultValue = "pulse-waveforms",
      description = "Topic to read. Default: ${DEFAULT-VALUE}.")
  private String topic;

  @Option(names = "--from-beginning", description = "Also read the waves that are already there.")
  private boolean fromBeginning;

  @Option(
      names = "--duration",
      defaultValue = "0",
      paramLabel = "S",
      description = "Seconds to watch; 0 means until Ctrl-C. Default: ${DEFAULT-VALUE}.")
  private int durationSeconds;

  private final Terminal terminal = new Terminal();
  private final Map<String, SubjectTrack> tracks = new TreeMap<>();

  @Override
  public Integer call() throws Exception {
    Properties client = ClientProperties.of(kafka);
    terminal.print("Kafka is at " + client.get("bootstrap.servers"));
    Topics.expect(client, topic);
    try (TopicReader<PulseWaveform> reader =
        new TopicReader<>(
            client,
            topic,
            new MessageReader<>(PulseWaveform.class, registry.open()),
            fromBeginning)) {
      terminal.print("Watching '%s'; Ctrl-C stops".formatted(topic));
      long end =
          durationSeconds == 0
              ? Long.MAX_VALUE
              : System.nanoTime() + TimeUnit.SECONDS.toNanos(durationSeconds);
      while (System.nanoTime() < end) {
        for (PulseWaveform wave : reader.poll(Duration.ofMillis(500))) {
          tracks
              // two cameras on one subject give two waves
              .computeIfAbsent(
                  wave.getSubjectId() + " " + wave.getCameraId(), id -> new SubjectTrack())
              .add(wave, System.currentTimeMillis());
        }
        terminal.update(table(reader));
      }
      terminal.finish(table(reader));
    }
    return 0;
  }

  private List<String> table(TopicReader<PulseWaveform> reader) {
    List<String> lines = new ArrayList<>();
    lines.add("%-36s %9s %14s  %s".formatted("subject and camera", "frames", "bpm", "wave"));
    tracks.entrySet().stream()
        .limit(MOST_SUBJECTS_SHOWN)
        .forEach(entry -> lines.add(line(entry.getKey(), entry.getValue())));
    if (tracks.size() > MOST_SUBJECTS_SHOWN) {
      lines.add("and %d more".formatted(tracks.size() - MOST_SUBJECTS_SHOWN));
    }
    if (reader.unreadable() > 0) {
      lines.add(
          "%d records could not be read as waves; the last one: %s"
              .formatted(reader.unreadable(), reader.problem()));
    }
    return lines;
  }

  private static String line(String id, SubjectTrack track) {
    return "%-36.36s %,9d %14s  %s"
        .formatted(
            id,
            track.frames(),
            track.rateText(),
            Sparkline.of(track.last(2).samples(), WAVE_CHARACTERS));
  }
}
