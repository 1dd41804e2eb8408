package io.facephys.local.command;

import io.facephys.local.camera.Clip;
import io.facephys.local.camera.SimulatedCameras;
import io.facephys.local.kafka.ChunkSender;
import io.facephys.local.kafka.ClientProperties;
import io.facephys.local.kafka.Topics;
import io.facephys.local.view.Terminal;
import io.facephys.pipeline.config.KafkaArguments;
import io.facephys.pipeline.config.Topic;
import io.facephys.pipeline.config.TopicNames;
import io.facephys.schemas.CropContract;
import java.nio.file.Path;
import java.util.Arrays;
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

/** {@code facephys produce}: simulated cameras, or recorded clips, to any Kafka. */
@Command(
    name = "produce",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Send face chunks to Kafka: of simulated cameras in real time, or of recorded clips.")
@SuppressWarnings("NullAway.Init") // picocli fills the fields
public final class ProduceCommand implements Callable<Integer> {
  @Mixin private KafkaArguments kafka;

  @Option(
      names = "--topic",
      defaultValue = "face-chunks",
      description = "Where to. Default: ${DEFAULT-VALUE}.")
  private String topic;

  @Option(
      names = "--create-topics",
      description =
          "Create the job's three topics first, where they are missing (4 partitions, 1 replica).")
  private boolean createTopics;

  @Option(
      names = "--chunk",
      defaultValue = "30",
      paramLabel = "N",
      description = "Frames a chunk, 1 to 300. Default: ${DEFAULT-VALUE}.")
  private int chunk;

  @Option(
      names = "--clip",
      paramLabel = "FOLDER",
      description =
          "Send this clip (frames.npy, uint8, and timestamps.npy) at once, instead of simulated faces, as if its last frame had been captured now. May be repeated.")
  private List<Path> clips = List.of();

  @Option(
      names = "--subject",
      paramLabel = "ID",
      description =
          "Subject id of each clip, in their order. Default: the folder's name. May be repeated.")
  private List<String> subjectIds = List.of();

  @Option(
      names = "--subjects",
      defaultValue = "3",
      paramLabel = "N",
      description = "Simulated subjects. Default: ${DEFAULT-VALUE}.")
  private int subjects;

  @Option(
      names = "--duration",
      defaultValue = "60",
      paramLabel = "S",
      description =
          "Seconds that simulated cameras run; Ctrl-C ends them earlier. Default: ${DEFAULT-VALUE}.")
  private int durationSeconds;

  @Option(
      names = "--seed",
      defaultValue = "1",
      paramLabel = "K",
      description = "Of simulated faces and rates. Default: ${DEFAULT-VALUE}.")
  private long seed;

  private final Terminal terminal = new Terminal();

  @Override
  public Integer call() throws Exception {
    if (chunk < 1 || chunk > CropContract.MAX_FRAMES) {
      throw new IllegalArgumentException(
          "--chunk is %d; 1 to %d are allowed".formatted(chunk, CropContract.MAX_FRAMES));
    }
    Properties client = ClientProperties.of(kafka);
    terminal.print("Kafka is at " + client.get("bootstrap.servers"));
    if (createTopics) {
      Topics.create(client, TopicNames.DEFAULT.with(Topic.FACE_CHUNKS, topic), 4);
    }
    Topics.expect(client, topic);
    try (ChunkSender sender = new ChunkSender(client, topic)) {
      if (clips.isEmpty()) {
        simulate(sender);
      } else {
        sendClips(sender);
      }
    }
    return 0;
  }

  private void sendClips(ChunkSender sender) throws Exception {
    if (!subjectIds.isEmpty() && subjectIds.size() != clips.size()) {
      throw new IllegalArgumentException(
          "%d --subject for %d --clip: give one for each, or none"
              .formatted(subjectIds.size(), clips.size()));
    }
    for (int i = 0; i < clips.size(); i++) {
      Path folder = clips.get(i).toAbsolutePath().normalize();
      String subject = subjectIds.isEmpty() ? nameOf(folder) : subjectIds.get(i);
      Clip clip = Clip.ofFolder(folder);
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

  private void simulate(ChunkSender sender) throws InterruptedException {
    List<String> ids =
        IntStream.rangeClosed(1, subjects).mapToObj("subject-%d"::formatted).toList();
    List<SimulatedCameras.Subject> faces = SimulatedCameras.subjects(ids, seed);
    faces.forEach(
        face -> terminal.print("%s: %.1f bpm".formatted(face.id(), face.face().rateBpm())));
    try (SimulatedCameras cameras = new SimulatedCameras(faces, chunk, seed, sender)) {
      cameras.start();
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(durationSeconds);
      while (System.nanoTime() < end) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(500));
        cameras.check();
        terminal.update(List.of("%,d frames sent to '%s'".formatted(cameras.frames(), topic)));
      }
    }
    sender.flush();
  }
}
