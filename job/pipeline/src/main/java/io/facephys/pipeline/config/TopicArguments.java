package io.facephys.pipeline.config;

import java.util.Map;
import picocli.CommandLine.Option;

/** The names of the job's topics on the command line. */
final class TopicArguments {
  @Option(
      names = "--input-topic",
      paramLabel = "TOPIC",
      defaultValue = "face-chunks",
      description = "Read: face chunks. Default: ${DEFAULT-VALUE}.")
  private String chunks;

  @Option(
      names = "--output-topic",
      paramLabel = "TOPIC",
      defaultValue = "pulse-waveforms",
      description = "Written: pulse waveforms. Default: ${DEFAULT-VALUE}.")
  private String waveforms;

  @Option(
      names = "--dead-letter-topic",
      paramLabel = "TOPIC",
      defaultValue = "face-chunks-dead-letters",
      description =
          "Written: records that cannot be used, whole, with the reason as a header. Default: ${DEFAULT-VALUE}.")
  private String deadLetters;

  @Option(
      names = "--control-topic",
      paramLabel = "TOPIC",
      defaultValue = "face-control",
      description = "Read: requests to forget a subject. Default: ${DEFAULT-VALUE}.")
  private String control;

  @Option(
      names = "--event-topic",
      paramLabel = "TOPIC",
      defaultValue = "face-events",
      description =
          "Written: subjects that were forgotten or whose state expired. Default: ${DEFAULT-VALUE}.")
  private String events;

  @Option(
      names = "--vitals-topic",
      paramLabel = "TOPIC",
      defaultValue = "vital-signs",
      description = "Written: vital signs, a record a second. Default: ${DEFAULT-VALUE}.")
  private String vitals;

  @Option(
      names = "--beats-topic",
      paramLabel = "TOPIC",
      defaultValue = "pulse-beats",
      description = "Written: heartbeats. Default: ${DEFAULT-VALUE}.")
  private String beats;

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
