package io.facephys.operations.replay;

import io.facephys.console.Interruption;
import io.facephys.console.Terminal;
import io.facephys.pipeline.arguments.KafkaArguments;
import io.facephys.pipeline.config.Topic;
import io.facephys.testbed.topics.ClientProperties;
import io.facephys.testbed.topics.RecordReader;
import io.facephys.testbed.topics.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code facephys replay}: sends the records of dead letters again. */
@Command(
    name = "replay",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Send the records of dead letters again, as they came: key, value, headers and time, in their order. A mark in the dead-letter topic keeps a record from being sent twice.",
      "Chunks that are older than what the job has processed of their camera come too late in face-chunks: if their cameras still send, give a topic of its own to --to, and run a second job that reads it."
    })
public final class ReplayCommand implements Callable<Integer> {
  private static final Duration POLL_TIMEOUT = Duration.ofMillis(500);

  @Mixin private KafkaArguments kafka;

  @Option(names = "--topic", description = "Topic of the dead letters. Default: ${DEFAULT-VALUE}.")
  private String topic = Topic.DEAD_LETTERS.defaultName();

  @Option(
      names = "--to",
      required = true,
      paramLabel = "TOPIC",
      description = "Topic to send the records to, which must exist.")
  private String target;

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      description =
          "Only letters of this cause, such as TOO_FAST, or whose header facephys.reason contains this text.")
  private @Nullable String reason;

  @Option(
      names = "--from",
      paramLabel = "TIME",
      description = "Only records from this time on, such as 2026-11-30T08:00:00Z.")
  private @Nullable Instant from;

  @Option(names = "--until", paramLabel = "TIME", description = "Only records before this time.")
  private @Nullable Instant until;

  @Option(names = "--dry-run", description = "Say what would be sent, and send nothing.")
  private boolean dryRun;

  private final Terminal terminal = new Terminal();

  @Override
  public Integer call() throws Exception {
    if (target.equals(topic)) {
      throw new IllegalArgumentException(
          "--to is '%s', the topic of the dead letters: give the topic of the job that is to read them"
              .formatted(target));
    }
    Properties client = ClientProperties.of(kafka);
    Topics.expect(client, topic, target);
    DueLetters due = new DueLetters(new LetterFilter(reason, from, until));
    if (dryRun) {
      find(client, due);
      return 0;
    }
    try (Interruption interruption = Interruption.awaitCleanUp();
        Replay replay = new Replay(client, topic, target)) { // first: it settles an earlier one
      find(client, due);
      send(client, due, replay);
    }
    return 0;
  }

  private void find(Properties client, DueLetters due) {
    int records =
        read(client, due::add, count -> "Reading '%s': %,d records".formatted(topic, count));
    terminal.finish(List.of("'%s' has %,d records".formatted(topic, records)));
    due.left().forEach((why, count) -> terminal.print("%,d are %s".formatted(count, why)));
    terminal.print("%,d are to be sent%s".formatted(due.size(), causes(due.causes())));
  }

  private static String causes(Map<?, Integer> causes) {
    return causes.entrySet().stream()
        .map(cause -> "%s %,d".formatted(cause.getKey(), cause.getValue()))
        .collect(Collectors.joining(", ", causes.isEmpty() ? "" : ": ", ""));
  }

  private void send(Properties client, DueLetters due, Replay replay) {
    int all = due.size();
    try {
      read(
          client,
          record -> {
            due.take(record).forEach(replay::send);
            replay.commitIfOld();
          },
          count -> "Sent %,d of %,d".formatted(replay.sent(), all));
      if (!Interruption.requested()) {
        due.takeRest().forEach(replay::send);
      }
      replay.commit();
    } finally {
      terminal.finish(
          List.of(
              "Sent %,d of %,d to '%s'%s"
                  .formatted(
                      replay.sent(),
                      all,
                      target,
                      replay.sent() < all ? "; the same command sends the rest" : "")));
    }
  }

  /** Reads all records that are in the topic now; how many there are. */
  private int read(
      Properties client,
      Consumer<ConsumerRecord<byte[], byte[]>> each,
      IntFunction<String> progress) {
    int count = 0;
    try (RecordReader reader = new RecordReader(client, topic, /* fromBeginning= */ true)) {
      while (!reader.hasCaughtUp() && !Interruption.requested()) {
        for (ConsumerRecord<byte[], byte[]> record : reader.poll(POLL_TIMEOUT)) {
          each.accept(record);
          count++;
        }
        terminal.update(List.of(progress.apply(count)));
      }
    }
    return count;
  }
}
