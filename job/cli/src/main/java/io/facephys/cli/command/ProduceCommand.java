package io.facephys.cli.command;

import io.facephys.console.Interruption;
import io.facephys.console.Terminal;
import io.facephys.engine.recording.Recording;
import io.facephys.engine.recording.RecordingFiles;
import io.facephys.pipeline.arguments.KafkaArguments;
import io.facephys.pipeline.config.Topic;
import io.facephys.pipeline.config.TopicNames;
import io.facephys.schemas.CropContract;
import io.facephys.testbed.simulation.SimulatedCameras;
import io.facephys.testbed.topics.ChunkSender;
import io.facephys.testbed.topics.ClientProperties;
import io.facephys.testbed.topics.Topics;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code facephys produce}: sends chunks of simulated cameras or recorded clips to any Kafka. */
@Command(
    name = "produce",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Send face chunks to Kafka, from simulated cameras in real time or from recorded clips.")
public final class ProduceCommand implements Callable<Integer> {
  private static final int PARTITIONS = 4;

  @Mixin private KafkaArguments kafka;

  @Option(names = "--topic", description = "Topic to write to. Default: ${DEFAULT-VALUE}.")
  private String topic = Topic.FACE_CHUNKS.defaultName();

  @Option(
      names = "--create-topics",
      description =
          "First create those of the job's topics that are missing, with one replica: ${COMPLETION-CANDIDATES}. --topic replaces the first. Chunks, waveforms, vital signs and beats get 4 partitions, the others one.",
      completionCandidates = JobTopics.class)
  private boolean createTopics;

  @Option(
      names = "--chunk",
      defaultValue = "30",
      paramLabel = "N",
      description =
          "Frames per chunk, 1 to " + CropContract.MAX_FRAMES + ". Default: ${DEFAULT-VALUE}.")
  private int chunk;

  @Option(
      names = "--clip",
      paramLabel = "FOLDER",
      description =
          "Send this clip (frames.npy, uint8, and timestamps.npy) at once, instead of simulated faces. Its capture times are shifted so that the last one is now. May be repeated.")
  private List<Path> clips = List.of();

  @Option(
      names = "--subject",
      paramLabel = "ID",
      description =
          "Subject id of the clip; if repeated, in the order of the clips. Default: the name of the clip's folder.")
  private List<String> subjectIds = List.of();

  @Option(
      names = "--subjects",
      defaultValue = "3",
      paramLabel = "N",
      description = "Number of simulated subjects. Default: ${DEFAULT-VALUE}.")
  private int subjects;

  @Option(
      names = "--duration",
      defaultValue = "60",
      paramLabel = "S",
      description =
          "Seconds that the simulated cameras run; 0 means until Ctrl-C. Default: ${DEFAULT-VALUE}.")
  private int durationSeconds;

  @Option(
      names = "--seed",
      defaultValue = "1",
      paramLabel = "K",
      description = "Seed of the simulated faces and rates. Default: ${DEFAULT-VALUE}.")
  private long seed;

  private final Terminal terminal = new Terminal();

  /** The names of the job's topics, for the help. */
  static final class JobTopics implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return TopicNames.DEFAULT.all().iterator();
    }
  }

  @Override
  public Integer call() throws Exception {
    if (chunk < 1 || chunk > CropContract.MAX_FRAMES) {
      throw new IllegalArgumentException(
          "--chunk is %d; 1 to %d are allowed".formatted(chunk, CropContract.MAX_FRAMES));
    }
    Properties client = ClientProperties.of(kafka);
    terminal.print("Kafka is at " + client.get("bootstrap.servers"));
    if (createTopics) {
      createTopics(client);
    }
    Topics.expect(client, topic);
    try (ChunkSender sender = new ChunkSender(client, topic)) {
      if (clips.isEmpty()) {
        runCameras(sender);
      } else {
        sendClips(sender);
      }
    }
    return 0;
  }

  private void createTopics(Properties client) throws Exception {
    TopicNames topics = TopicNames.DEFAULT.with(Topic.FACE_CHUNKS, topic);
    List<String> created = Topics.create(client, topics, PARTITIONS);
    terminal.print(
        created.isEmpty()
            ? "All topics exist: " + String.join(", ", topics.all())
            : "Created topics: " + String.join(", ", created));
  }

  private void sendClips(ChunkSender sender) throws Exception {
    if (!subjectIds.isEmpty() && subjectIds.size() != clips.size()) {
      throw new IllegalArgumentException(
          "--subject is given %d times and --clip %d times: give one --subject for each --clip, or none"
              .formatted(subjectIds.size(), clips.size()));
    }
    for (int i = 0; i < clips.size(); i++) {
      Path folder = clips.get(i).toAbsolutePath().normalize();
      String subject = subjectIds.isEmpty() ? nameOf(folder) : subjectIds.get(i);
      Recording clip = RecordingFiles.ofFolder(folder);
      // Kafka deletes what is older than a topic's retention: a clip of last year would be gone at
      // once.
      long delay = System.currentTimeMillis() * 1000 - clip.captureTimesMicros()[clip.length() - 1];
      for (int from = 0; from < clip.length(); from += chunk) {
        int to = Math.min(clip.length(), from + chunk);
        long[] times =
            Arrays.stream(clip.captureTimesMicros(), from, to).map(t -> t + delay).toArray();
        sender.send(subject, "clip", times, clip.bytes(from, to));
      }
      sender.flush();
      terminal.print(
          "%s: %d frames in chunks of %d to '%s'".formatted(subject, clip.length(), chunk, topic));
    }
  }

  private static String nameOf(Path folder) {
    @Nullable Path name = folder.getFileName();
    return name == null ? "clip" : name.toString();
  }

  private void runCameras(ChunkSender sender) throws InterruptedException {
    List<String> ids =
        IntStream.rangeClosed(1, subjects).mapToObj("subject-%d"::formatted).toList();
    List<SimulatedCameras.Subject> faces = SimulatedCameras.subjects(ids, seed);
    faces.forEach(
        face -> terminal.print("%s: %.1f bpm".formatted(face.id(), face.face().rateBpm())));
    SimulatedCameras cameras = new SimulatedCameras(faces, chunk, seed, sender);
    try (Interruption interruption = Interruption.awaitCleanUp()) {
      try (cameras) {
        cameras.start();
        long end =
            durationSeconds == 0
                ? Long.MAX_VALUE
                : System.nanoTime() + TimeUnit.SECONDS.toNanos(durationSeconds);
        while (System.nanoTime() < end && !Interruption.requested()) {
          LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(500));
          cameras.check();
          terminal.update(sent(cameras));
        }
      }
      sender.flush();
      terminal.finish(sent(cameras));
    }
  }

  private List<String> sent(SimulatedCameras cameras) {
    return List.of("%,d frames sent to '%s'".formatted(cameras.frames(), topic));
  }
}
