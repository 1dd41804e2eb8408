package io.facephys.pipeline.arguments;

import io.facephys.pipeline.config.Topic;
import io.facephys.pipeline.config.TopicNames;
import java.util.Map;
import picocli.CommandLine.Option;

/** The names of the job's topics on the command line. */
final class TopicArguments {
  @Option(
      names = "--input-topic",
      paramLabel = "TOPIC",
      description = "Read: face chunks. Default: ${DEFAULT-VALUE}.")
  private String chunks = Topic.FACE_CHUNKS.defaultName();

  @Option(
      names = "--output-topic",
      paramLabel = "TOPIC",
      description = "Written: pulse waveforms. Default: ${DEFAULT-VALUE}.")
  private String waveforms = Topic.PULSE_WAVEFORMS.defaultName();

  @Option(
      names = "--dead-letter-topic",
      paramLabel = "TOPIC",
      description =
          "Written: records that cannot be used, whole, with the reason as a header. Default: ${DEFAULT-VALUE}.")
  private String deadLetters = Topic.DEAD_LETTERS.defaultName();

  @Option(
      names = "--control-topic",
      paramLabel = "TOPIC",
      description = "Read: requests to forget a subject. Default: ${DEFAULT-VALUE}.")
  private String control = Topic.FACE_CONTROL.defaultName();

  @Option(
      names = "--event-topic",
      paramLabel = "TOPIC",
      description =
          "Written: subjects that were forgotten or whose state expired. Default: ${DEFAULT-VALUE}.")
  private String events = Topic.FACE_EVENTS.defaultName();

  @Option(
      names = "--vitals-topic",
      paramLabel = "TOPIC",
      description = "Written: vital signs, a record a second. Default: ${DEFAULT-VALUE}.")
  private String vitals = Topic.VITAL_SIGNS.defaultName();

  @Option(
      names = "--beats-topic",
      paramLabel = "TOPIC",
      description = "Written: heartbeats. Default: ${DEFAULT-VALUE}.")
  private String beats = Topic.PULSE_BEATS.defaultName();

  TopicNames names() {
    return new TopicNames(
        Map.of(
            Topic.FACE_CHUNKS, chunks,
            Topic.PULSE_WAVEFORMS, waveforms,
            Topic.DEAD_LETTERS, deadLetters,
            Topic.FACE_CONTROL, control,
            Topic.FACE_EVENTS, events,
            Topic.VITAL_SIGNS, vitals,
            Topic.PULSE_BEATS, beats));
  }
}
