package io.facephys.cli.capture;

import io.facephys.camera.FaceChunkProducer;
import io.facephys.camera.video.VideoInput;
import io.facephys.camera.video.VideoOptions.Pace;
import io.facephys.console.Interruption;
import io.facephys.console.Terminal;
import io.facephys.pipeline.arguments.KafkaArguments;
import io.facephys.pipeline.config.Topic;
import io.facephys.schemas.CropContract;
import io.facephys.testbed.topics.ClientProperties;
import io.facephys.testbed.topics.Topics;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code facephys camera}: sends the faces of a video, a network stream or a webcam to Kafka. */
@Command(
    name = "camera",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Find the faces in a video, crop them as the contract asks, and send them to Kafka.",
      "Each face is a subject of its own, CAMERA-START-TRACK: nobody is recognised, so a person who was away for a second is a new subject."
    })
public final class CameraCommand implements Callable<Integer> {
  private static final DateTimeFormatter START = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss");

  @Option(
      names = "--input",
      required = true,
      paramLabel = "INPUT",
      description =
          "A file, an address such as rtsp://USER:PASSWORD@camera/stream, a webcam such as /dev/video0, or - for standard input. Others do not see a password that stands in FACEPHYS_INPUT or, as an option, in @FILE.")
  private String input;

  @Mixin private VideoArguments video;
  @Mixin private KafkaArguments kafka;

  @Option(names = "--topic", description = "Topic to write to. Default: ${DEFAULT-VALUE}.")
  private String topic = Topic.FACE_CHUNKS.defaultName();

  @Option(
      names = "--camera-id",
      defaultValue = "camera",
      paramLabel = "ID",
      description = "Id of this camera, another one for each. Default: ${DEFAULT-VALUE}.")
  private String cameraId;

  @Option(
      names = "--subject",
      paramLabel = "ID",
      description =
          "Only one person is before the camera, and this is the subject id; of several faces the largest is sent.")
  private @Nullable String subject;

  @Option(
      names = "--chunk",
      defaultValue = "30",
      paramLabel = "N",
      description =
          "Frames per chunk, 1 to " + CropContract.MAX_FRAMES + ". Default: ${DEFAULT-VALUE}.")
  private int chunk;

  @Option(
      names = "--at-once",
      description =
          "Read a file as fast as possible; the last picture is taken to be of now. Without it a file is read like a camera, in real time.")
  private boolean atOnce;

  @Option(
      names = "--duration",
      defaultValue = "0",
      paramLabel = "S",
      description =
          "Seconds to run; 0 means until the video ends or Ctrl-C. Default: ${DEFAULT-VALUE}.")
  private int durationSeconds;

  @Option(
      names = "--buffer",
      defaultValue = "32",
      paramLabel = "MIB",
      description =
          "Memory for chunks that wait while Kafka is away; beyond it the oldest are dropped. A face has 0.11 MiB a second at 30 frames/s. Default: ${DEFAULT-VALUE}.")
  private int bufferMebibytes;

  @Option(
      names = "--preview",
      paramLabel = "FOLDER",
      description =
          "Write up to three crops of each face there, for a person to look at. Without it no picture of a face gets on this disk.")
  private @Nullable Path preview;

  private final Terminal terminal = new Terminal();

  @Override
  public Integer call() throws Exception {
    checkId("--camera-id", cameraId);
    if (subject != null) {
      checkId("--subject", subject);
    }
    if (bufferMebibytes < 1) {
      throw new IllegalArgumentException(
          "--buffer is %d; 1 MiB or more is needed".formatted(bufferMebibytes));
    }
    Properties client = ClientProperties.of(kafka);
    Topics.expect(client, topic);
    try (Interruption interruption = Interruption.awaitCleanUp();
        CameraRun run = start(client)) {
      follow(run);
      run.finish();
      terminal.finish(run.lines());
      return run.dropped() == 0 ? 0 : 1;
    }
  }

  private CameraRun start(Properties client) {
    VideoInput opened = video.open(input, atOnce ? Pace.AT_ONCE : Pace.REAL_TIME, terminal::print);
    terminal.print(
        "%s: %s; to '%s' at %s; Ctrl-C stops"
            .formatted(
                opened.name(), opened.description(), topic, client.get("bootstrap.servers")));
    FaceChunkProducer producer =
        new FaceChunkProducer(client, topic, cameraId, (long) bufferMebibytes << 20);
    return new CameraRun(opened, video.cropper(), producer, chunk, naming());
  }

  /** The start makes ids that no earlier run has used: track 1 may be somebody else each time. */
  private CameraRun.Naming naming() {
    String start = LocalDateTime.now(ZoneOffset.UTC).format(START);
    String prefix = "%s-%s-".formatted(cameraId, start);
    String only = subject;
    return new CameraRun.Naming(only != null, track -> only == null ? prefix + track : only);
  }

  private void follow(CameraRun run) throws IOException {
    Preview pictures = preview == null ? null : new Preview(preview);
    long end =
        durationSeconds == 0
            ? Long.MAX_VALUE
            : System.nanoTime() + TimeUnit.SECONDS.toNanos(durationSeconds);
    long nextLine = 0;
    while (System.nanoTime() < end && !Interruption.requested() && run.step()) {
      if (pictures != null) {
        pictures.add(run.newest());
      }
      if (System.currentTimeMillis() >= nextLine) {
        terminal.update(run.lines());
        nextLine = System.currentTimeMillis() + 500;
      }
    }
    if (pictures != null) {
      terminal.print("%d crops are in %s".formatted(pictures.total(), preview));
    }
  }

  private static void checkId(String option, String id) {
    if (id.isBlank() || id.length() > CropContract.MAX_ID_LENGTH) {
      throw new IllegalArgumentException(
          "%s is '%s'; 1 to %d characters are needed"
              .formatted(option, id, CropContract.MAX_ID_LENGTH));
    }
  }
}
