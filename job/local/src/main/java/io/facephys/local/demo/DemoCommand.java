package io.facephys.local.demo;

import io.facephys.engine.PulseModel;
import io.facephys.local.camera.SimulatedCameras;
import io.facephys.local.cluster.EmbeddedKafka;
import io.facephys.local.cluster.Interruption;
import io.facephys.local.cluster.LocalFlink;
import io.facephys.local.cluster.TemporaryFolder;
import io.facephys.local.dashboard.Dashboard;
import io.facephys.local.dashboard.DashboardOptions;
import io.facephys.local.kafka.ChunkSender;
import io.facephys.local.kafka.Disturbance;
import io.facephys.local.kafka.TopicReader;
import io.facephys.local.kafka.Topics;
import io.facephys.local.view.Terminal;
import io.facephys.pipeline.config.FormatArguments;
import io.facephys.pipeline.config.JobOptions;
import io.facephys.pipeline.config.KafkaOptions;
import io.facephys.pipeline.config.ModelArguments;
import io.facephys.pipeline.config.ModelLocation;
import io.facephys.pipeline.config.OutputFormat;
import io.facephys.pipeline.config.Topic;
import io.facephys.pipeline.config.TopicNames;
import io.facephys.schemas.MessageReader;
import io.facephys.schemas.PulseWaveform;
import io.facephys.schemas.SchemaRegistry;
import io.facephys.schemas.VitalSigns;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
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
@SuppressWarnings("NullAway.Init") // picocli fills the fields
public final class DemoCommand implements Callable<Integer> {
  private static final int CHUNK_FRAMES = 15;
  private static final Duration CHECKPOINT_INTERVAL = Duration.ofSeconds(1);
  private static final Duration DRAIN_TIMEOUT = Duration.ofSeconds(15);
  private static final TopicNames TOPICS = TopicNames.DEFAULT;

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
    OutputFormat written = format.format();
    ModelLocation location = model.location();
    long stateBytes;
    try (PulseModel measured = location.load()) {
      stateBytes = measured.stateLayout().format().bytes();
      if (subjects == null) {
        Capacity capacity = Capacity.measure(measured);
        subjects = capacity.subjects();
        terminal.print(
            "%d processors run the engine at %.0f frames/s: %d subjects at 30 frames/s"
                .formatted(capacity.threads(), capacity.framesPerSecond(), subjects));
      }
    }
    try (Interruption interruption = Interruption.awaitCleanUp()) {
      run(location, written, subjects, stateBytes);
    }
    return 0;
  }

  private void run(ModelLocation location, OutputFormat written, int count, long stateBytes)
      throws Exception {
    terminal.print("Starting a Kafka broker ...");
    try (TemporaryFolder folder = TemporaryFolder.create("facephys-demo");
        EmbeddedKafka kafka = EmbeddedKafka.start()) {
      if (Interruption.requested()) {
        return;
      }
      Properties client = kafka.client();
      int parallelism = Math.min(count, Runtime.getRuntime().availableProcessors());
      Topics.create(client, TOPICS, parallelism);
      Disturbance disturbance = disturb ? Disturbance.seeded(seed) : Disturbance.none();
      terminal.print(
          "Kafka is at %s. Starting Flink with %d slots, RocksDB, a checkpoint every %d s, exactly once ..."
              .formatted(kafka.bootstrapServers(), parallelism, CHECKPOINT_INTERVAL.toSeconds()));
      try (LocalFlink flink =
              LocalFlink.start(
                  options(kafka, location).with(written),
                  LocalFlink.configuration(parallelism, CHECKPOINT_INTERVAL, folder.path()));
          Outputs outputs = Outputs.open(client, format.registry());
          Dashboard dashboard =
              Dashboard.start(DashboardOptions.local(), client, TOPICS, format.registry());
          ChunkSender sender = new ChunkSender(client, TOPICS.of(Topic.FACE_CHUNKS), disturbance)) {
        terminal.print("The live page is at " + dashboard.address());
        DemoTable table =
            new DemoTable(SimulatedCameras.subjects(balancedIds(count, parallelism), seed));
        show(flink, outputs, sender, table, disturbance);
        terminal.finish(table.lines());
        terminal.print("");
        table.summary(stateBytes).forEach(terminal::print);
        plot(table);
      }
    }
  }

  private void show(
      LocalFlink flink,
      Outputs outputs,
      ChunkSender sender,
      DemoTable table,
      Disturbance disturbance)
      throws Exception {
    try (SimulatedCameras cameras =
        new SimulatedCameras(table.subjects(), CHUNK_FRAMES, seed, sender)) {
      Watch watch =
          new Watch(flink, outputs, cameras, table, terminal, disturb ? disturbance : null);
      cameras.start();
      watch.during(Duration.ofSeconds(durationSeconds), () -> true);
      cameras.close();
      sender.flush();
      watch.during(DRAIN_TIMEOUT, () -> table.outstanding() > 0);
    }
  }

  /** What the job writes. */
  private record Outputs(TopicReader<PulseWaveform> waves, TopicReader<VitalSigns> rows)
      implements AutoCloseable {
    static Outputs open(Properties client, @Nullable SchemaRegistry registry) {
      return new Outputs(
          new TopicReader<>(
              client,
              TOPICS.of(Topic.PULSE_WAVEFORMS),
              new MessageReader<>(PulseWaveform.class, registry),
              true),
          new TopicReader<>(
              client,
              TOPICS.of(Topic.VITAL_SIGNS),
              new MessageReader<>(VitalSigns.class, registry),
              true));
    }

    @Override
    public void close() {
      waves.close();
      rows.close();
    }
  }

  /** Checks the job and the cameras and updates the table, again and again. */
  private record Watch(
      LocalFlink flink,
      Outputs outputs,
      SimulatedCameras cameras,
      DemoTable table,
      Terminal terminal,
      @Nullable Disturbance disturbance) {
    void during(Duration atMost, BooleanSupplier wanted) throws Exception {
      long end = System.nanoTime() + atMost.toNanos();
      while (System.nanoTime() < end && wanted.getAsBoolean() && !Interruption.requested()) {
        flink.check();
        cameras.check();
        table.add(
            outputs.waves.poll(Duration.ofMillis(500)),
            outputs.rows.poll(Duration.ZERO),
            cameras.frames() - framesLost());
        if (disturbance != null) {
          table.setDisturbance(disturbance.counts());
        }
        terminal.update(table.lines());
      }
    }

    private long framesLost() {
      return disturbance == null ? 0 : disturbance.counts().lost() * CHUNK_FRAMES;
    }
  }

  private static JobOptions options(EmbeddedKafka kafka, ModelLocation location) {
    return JobOptions.of(KafkaOptions.of(kafka.bootstrapServers())).with(location);
  }

  /**
   * Chooses subject ids that Flink spreads evenly over the slots; a handful of arbitrary ids could
   * all land on one slot.
   */
  private static List<String> balancedIds(int count, int parallelism) {
    List<String> ids = new ArrayList<>();
    for (int number = 1; ids.size() < count; number++) {
      String id = "subject-%02d".formatted(number);
      int slot =
          KeyGroupRangeAssignment.assignKeyToParallelOperator(
              id, JobOptions.DEFAULT_MAX_PARALLELISM, parallelism);
      if (slot == ids.size() % parallelism) {
        ids.add(id);
      }
    }
    return ids;
  }

  private void plot(DemoTable table) {
    try {
      // After Ctrl-C the JVM is shutting down and cannot start to draw.
      if (!Interruption.requested() && table.plot(plot)) {
        terminal.print("Waves of the last 10 s: " + plot);
      }
    } catch (IOException e) {
      terminal.print("No plot: " + e.getMessage());
    }
  }
}
