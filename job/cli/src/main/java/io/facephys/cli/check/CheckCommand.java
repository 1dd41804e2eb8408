package io.facephys.cli.check;

import io.facephys.camera.face.CascadeFaceDetector;
import io.facephys.camera.face.FaceDetector;
import io.facephys.console.Interruption;
import io.facephys.console.Terminal;
import io.facephys.engine.recording.Recording;
import io.facephys.engine.recording.RecordingFiles;
import io.facephys.pipeline.arguments.KafkaArguments;
import io.facephys.pipeline.config.Topic;
import io.facephys.pipeline.decode.FaceChunkDecoder;
import io.facephys.pipeline.record.RawRecord;
import io.facephys.schemas.FaceChunk;
import io.facephys.schemas.FaceChunks;
import io.facephys.schemas.MalformedMessageException;
import io.facephys.testbed.topics.ClientProperties;
import io.facephys.testbed.topics.RecordReader;
import io.facephys.testbed.topics.Topics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code facephys check}: measures what cameras send against the contract. */
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Measure what cameras send against the contract: a verdict, a figure and a remedy.",
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {
      "0:No fault was found.",
      "1:Nothing could be checked.",
      "2:An option is wrong.",
      "3:A fault was found."
    })
public final class CheckCommand implements Callable<Integer> {
  static final int FAULT = 3;

  private static final int CLIP_CHUNK_FRAMES = 30;

  @Option(
      names = "--clip",
      paramLabel = "FOLDER",
      description =
          "Check this clip (frames.npy, uint8, and timestamps.npy) instead of a topic. May be repeated.")
  private List<Path> clips = List.of();

  @Mixin private KafkaArguments kafka;

  @Option(names = "--topic", description = "Topic to read. Default: ${DEFAULT-VALUE}.")
  private String topic = Topic.FACE_CHUNKS.defaultName();

  @Option(names = "--camera-id", paramLabel = "ID", description = "Check this camera only.")
  private @Nullable String cameraId;

  @Option(
      names = "--from-beginning",
      description = "Also read all chunks that are already there, however long it takes.")
  private boolean fromBeginning;

  @Option(
      names = "--duration",
      defaultValue = "20",
      paramLabel = "S",
      description = "Seconds to read; Ctrl-C ends it earlier. Default: ${DEFAULT-VALUE}.")
  private int durationSeconds;

  @Option(
      names = "--expect-bpm",
      paramLabel = "BPM",
      description =
          "The true pulse, from a finger clip for instance: 3 bpm away from it is a fault.")
  private @Nullable Double expectedBpm;

  private final Terminal terminal = new Terminal();
  private final Map<String, StreamCheck> streams = new TreeMap<>();
  private int unreadable; // while another camera is wanted

  @Override
  public Integer call() throws Exception {
    // Before anything is read: after Ctrl-C there is no time to load OpenCV.
    try (FaceDetector detector = new CascadeFaceDetector()) {
      if (!clips.isEmpty()) {
        clips.forEach(this::readClip);
        return report(detector);
      }
      try (Interruption interruption = Interruption.awaitCleanUp()) {
        readTopic();
        return report(detector);
      }
    }
  }

  private void readClip(Path folder) {
    Recording clip = RecordingFiles.ofFolder(folder);
    StreamCheck stream = stream(folder.toString());
    FaceChunks chunks = new FaceChunks();
    int from = 0;
    for (int to : clip.chunkEnds(CLIP_CHUNK_FRAMES)) {
      long[] times = Arrays.copyOfRange(clip.captureTimesMicros(), from, to);
      FaceChunk chunk = chunks.next("subject", "camera", times, clip.bytes(from, to));
      stream.add(SentChunk.of(chunk, SentChunk.UNKNOWN));
      from = to;
    }
  }

  private void readTopic() throws Exception {
    Properties client = ClientProperties.of(kafka);
    Topics.expect(client, topic);
    client.putIfAbsent(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_uncommitted"); // as the job
    terminal.print("Reading '%s' for %d s; Ctrl-C stops".formatted(topic, durationSeconds));
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(durationSeconds);
    try (RecordReader reader = new RecordReader(client, topic, fromBeginning)) {
      while (!Interruption.requested() && (System.nanoTime() < end || !reader.hasCaughtUp())) {
        for (ConsumerRecord<byte[], byte[]> record : reader.poll(Duration.ofMillis(500))) {
          add(record);
        }
        int frames = streams.values().stream().mapToInt(StreamCheck::frames).sum();
        terminal.update(List.of("%d streams, %,d frames".formatted(streams.size(), frames)));
      }
    }
  }

  /** Reads a record as the job does; one that is not a chunk names its subject by its key alone. */
  private void add(ConsumerRecord<byte[], byte[]> record) {
    String key = record.key() == null ? "?" : new String(record.key(), StandardCharsets.UTF_8);
    try {
      FaceChunk chunk =
          FaceChunkDecoder.decode(
              new RawRecord(
                  record.topic(),
                  record.partition(),
                  record.offset(),
                  record.timestamp(),
                  record.key(),
                  record.value(),
                  new RawRecord.Header[0]));
      stream(chunk.getCameraId(), chunk.getSubjectId())
          .ifPresent(stream -> stream.add(SentChunk.of(chunk, record.timestamp())));
    } catch (MalformedMessageException e) {
      stream("?", key)
          .ifPresentOrElse(stream -> stream.addMalformed(e.reason()), () -> unreadable++);
    }
  }

  /** The stream of a subject and camera; empty if another camera is to be checked. */
  private Optional<StreamCheck> stream(String camera, String subject) {
    return cameraId == null || camera.equals(cameraId)
        ? Optional.of(stream("camera %s, subject %s".formatted(camera, subject)))
        : Optional.empty();
  }

  private StreamCheck stream(String name) {
    return streams.computeIfAbsent(name, unseen -> new StreamCheck());
  }

  private int report(FaceDetector detector) {
    if (unreadable > 0) {
      terminal.print(
          "%d records cannot be read, so their camera is not known; without --camera-id they are shown by their keys"
              .formatted(unreadable));
    }
    if (streams.isEmpty()) {
      terminal.print(
          "Nothing came. Do cameras send to '%s'? --from-beginning also reads what is there."
              .formatted(topic));
      return 1;
    }
    boolean judged = false;
    boolean fault = false;
    for (Map.Entry<String, StreamCheck> entry : streams.entrySet()) {
      StreamCheck stream = entry.getValue();
      terminal.print("");
      terminal.print(
          "%s: %,d frames, %.0f s".formatted(entry.getKey(), stream.frames(), stream.seconds()));
      if (stream.frames() > 0 && stream.seconds() < StreamCheck.MIN_SECONDS) {
        terminal.print("  too short: %.0f s are needed".formatted(StreamCheck.MIN_SECONDS));
      } else {
        judged = true;
        fault |= reportFaults(stream, detector);
      }
    }
    return fault ? FAULT : judged ? 0 : 1;
  }

  /** Prints the findings and remedies of a stream; true if there is a fault. */
  private boolean reportFaults(StreamCheck stream, FaceDetector detector) {
    OptionalDouble expected =
        expectedBpm == null ? OptionalDouble.empty() : OptionalDouble.of(expectedBpm);
    List<String> remedies = new ArrayList<>();
    for (Finding finding : stream.findings(expected, detector)) {
      String verdict =
          switch (finding.verdict()) {
            case OK -> "ok";
            case FAULT -> "FAULT";
            case NOT_MEASURED -> "-";
          };
      terminal.print(
          "  %-14s %-6s %s".formatted(finding.point().label(), verdict, finding.figure()));
      if (finding.verdict() == Finding.Verdict.FAULT) {
        remedies.add("  %s: %s".formatted(finding.point().label(), finding.point().remedy()));
      }
    }
    remedies.forEach(terminal::print);
    return !remedies.isEmpty();
  }
}
