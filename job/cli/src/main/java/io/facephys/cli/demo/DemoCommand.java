package io.facephys.cli.demo;

import io.facephys.camera.FaceChunkProducer;
import io.facephys.camera.video.VideoInput;
import io.facephys.camera.video.VideoOptions;
import io.facephys.cli.capture.CameraRun;
import io.facephys.cli.capture.VideoArguments;
import io.facephys.cli.page.Dashboard;
import io.facephys.cli.page.DashboardOptions;
import io.facephys.console.Interruption;
import io.facephys.console.TemporaryFolder;
import io.facephys.console.Terminal;
import io.facephys.engine.PulseModel;
import io.facephys.pipeline.arguments.FormatArguments;
import io.facephys.pipeline.arguments.ModelArguments;
import io.facephys.pipeline.config.JobOptions;
import io.facephys.pipeline.config.KafkaOptions;
import io.facephys.pipeline.config.ModelLocation;
import io.facephys.pipeline.config.OutputFormat;
import io.facephys.pipeline.config.Topic;
import io.facephys.pipeline.config.TopicNames;
import io.facephys.testbed.EmbeddedKafka;
import io.facephys.testbed.LocalFlink;
import io.facephys.testbed.simulation.SimulatedCameras;
import io.facephys.testbed.topics.ChunkSender;
import io.facephys.testbed.topics.Disturbance;
import io.facephys.testbed.topics.Topics;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code facephys demo}: runs the job with its own Kafka, its own Flink and simulated cameras. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Run the job on this machine, with a real Kafka broker, Flink with RocksDB and checkpoints,"
            + " and simulated cameras in real time.")
public final class DemoCommand implements Callable<Integer> {
  static final int CHUNK_FRAMES = 15;

  private static final long BUFFER_BYTES = 32 << 20;
  private static final Duration CHECKPOINT_INTERVAL = Duration.ofSeconds(1);
  private static final Duration DRAIN_TIMEOUT = Duration.ofSeconds(15);
  private static final TopicNames TOPICS = TopicNames.DEFAULT;

  /** What runs, and how large the state of a subject is. */
  private record Setup(ModelLocation model, int subjects, long stateBytes) {
    private int parallelism() {
      return Math.min(subjects, Runtime.getRuntime().availableProcessors());
    }
  }

  @Option(
      names = "--subjects",
      paramLabel = "N",
      description =
          "Number of simulated subjects, 1 to 1000. Default: as many as this machine can serve.")
  private @Nullable Integer subjects;

  @Option(
      names = "--duration",
      defaultValue = "60",
      paramLabel = "S",
      description =
          "Seconds that the cameras run; Ctrl-C stops them earlier. Default: ${DEFAULT-VALUE}.")
  private int durationSeconds;

  @Option(
      names = "--seed",
      defaultValue = "1",
      paramLabel = "K",
      description = "Seed of the simulated faces and rates. Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Option(
      names = "--input",
      paramLabel = "INPUT",
      description =
          "Put the faces of this video, network stream (rtsp://...) or webcam (/dev/video0) among the painted ones.")
  private @Nullable String input;

  @Mixin private VideoArguments video;

  @Option(
      names = "--disturb",
      description =
          "Lose, repeat and reorder chunks on their way, and send garbage among them. Counts below"
              + " the table show what was done and what the job saw.")
  private boolean disturb;

  @Option(
      names = "--plot",
      defaultValue = "facephys-demo.png",
      paramLabel = "W.png",
      description = "File for the plot of the waves. Default: ${DEFAULT-VALUE}.")
  private Path plot;

  @Mixin private FormatArguments format;

  @Mixin private ModelArguments model;

  private final Terminal terminal = new Terminal();

  @Override
  public Integer call() throws Exception {
    if (subjects != null && (subjects < 1 || subjects > 1000)) {
      throw new IllegalArgumentException(
          "--subjects is %d; 1 to 1000 are allowed".formatted(subjects));
    }
    if (durationSeconds < 1) {
      throw new IllegalArgumentException(
          "--duration is %d; 1 s or more is needed".formatted(durationSeconds));
    }
    if (input != null) {
      video.expect(input);
    }
    OutputFormat written = format.format();
    Setup setup = setup(model.location());
    try (Interruption interruption = Interruption.awaitCleanUp()) {
      run(setup, written);
    }
    return 0;
  }

  /** What the options say; without {@code --subjects}, how many this machine can serve. */
  private Setup setup(ModelLocation location) throws Exception {
    try (PulseModel measured = location.load()) {
      long stateBytes = measured.stateLayout().format().bytes();
      if (subjects != null) {
        return new Setup(location, subjects, stateBytes);
      }
      Capacity capacity =
          terminal.during("Measuring this machine", () -> Capacity.measure(measured));
      terminal.print(
          "%d processors run the engine at %.0f frames/s: %d subjects, with room for what else runs"
              .formatted(capacity.threads(), capacity.framesPerSecond(), capacity.subjects()));
      return new Setup(location, capacity.subjects(), stateBytes);
    }
  }

  private void run(Setup setup, OutputFormat written) throws Exception {
    try (TemporaryFolder folder = TemporaryFolder.create("facephys-demo");
        EmbeddedKafka kafka =
            terminal.during("Starting a Kafka broker", () -> EmbeddedKafka.start())) {
      if (Interruption.requested()) {
        return;
      }
      Topics.create(kafka.client(), TOPICS, setup.parallelism());
      terminal.print(
          "Kafka is at %s; Flink has %d slots, RocksDB, a checkpoint every %d s, exactly once"
              .formatted(
                  kafka.bootstrapServers(), setup.parallelism(), CHECKPOINT_INTERVAL.toSeconds()));
      JobOptions job =
          JobOptions.of(KafkaOptions.of(kafka.bootstrapServers()))
              .with(setup.model())
              .with(written);
      try (LocalFlink flink =
          terminal.during(
              "Starting Flink",
              () ->
                  LocalFlink.start(
                      job,
                      LocalFlink.configuration(
                          setup.parallelism(), CHECKPOINT_INTERVAL, folder.path())))) {
        film(setup, kafka.client(), flink);
      }
    }
  }

  /** Runs the cameras and shows what comes out of the job. */
  private void film(Setup setup, Properties client, LocalFlink flink) throws Exception {
    Disturbance disturbance = disturb ? Disturbance.seeded(seed) : Disturbance.none();
    try (DemoOutputs outputs = DemoOutputs.open(client, TOPICS, format.registry());
        Dashboard dashboard =
            Dashboard.start(DashboardOptions.local(), client, TOPICS, format.registry());
        ChunkSender sender = new ChunkSender(client, TOPICS.of(Topic.FACE_CHUNKS), disturbance)) {
      terminal.print("The live page is at " + dashboard.address());
      List<SimulatedCameras.Subject> painted =
          SimulatedCameras.subjects(
              SimulatedCameras.balancedIds(setup.subjects(), setup.parallelism()), seed);
      SimulatedCameras started = new SimulatedCameras(painted, CHUNK_FRAMES, seed, sender);
      DemoTable table = new DemoTable(started);
      try (SimulatedCameras cameras = started;
          FilmedFaces filmed = filmed(client)) {
        show(
            new DemoWatch(
                flink, outputs, cameras, filmed, table, terminal, disturb ? disturbance : null),
            sender);
      }
      terminal.finish(table.lines());
      terminal.print("");
      table.summary(setup.stateBytes()).forEach(terminal::print);
      plot(table);
    }
  }

  /** The faces of {@code --input}; null without it. */
  private @Nullable FilmedFaces filmed(Properties client) {
    if (input == null) {
      return null;
    }
    VideoInput opened =
        video.open(input, VideoOptions.Pace.REAL_TIME, notice -> {}); // the table counts them
    terminal.print("%s: %s".formatted(opened.name(), opened.description()));
    return new FilmedFaces(
        new CameraRun(
            opened,
            video.cropper(),
            new FaceChunkProducer(
                client, TOPICS.of(Topic.FACE_CHUNKS), "camera-of-filmed", BUFFER_BYTES),
            CHUNK_FRAMES,
            new CameraRun.Naming(/* single= */ false, track -> FilmedFaces.PREFIX + track)));
  }

  /** Until the time is over or Ctrl-C; then until all waves have come. */
  private void show(DemoWatch watch, ChunkSender sender) throws Exception {
    watch.cameras().start();
    watch.during(Duration.ofSeconds(durationSeconds), () -> true);
    watch.cameras().close();
    if (watch.filmed() != null) {
      watch.filmed().stop();
    }
    sender.flush();
    watch.during(DRAIN_TIMEOUT, () -> watch.table().outstanding() > 0);
  }

  private void plot(DemoTable table) {
    try {
      // After Ctrl-C the JVM is shutting down and cannot start to draw.
      if (Interruption.requested()) {
        terminal.print("No plot after Ctrl-C");
      } else if (table.plot(plot)) {
        terminal.print("Waves of the last 10 s: " + plot);
      }
    } catch (IOException e) {
      terminal.print("No plot: " + e.getMessage());
    }
  }
}
