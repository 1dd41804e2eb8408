package io.facephys.operations.cluster.command;

import io.facephys.console.Interruption;
import io.facephys.console.Terminal;
import io.facephys.operations.cluster.RunningCluster;
import io.facephys.pipeline.config.Topic;
import io.facephys.pipeline.config.TopicNames;
import io.facephys.schemas.PulseWaveform;
import io.facephys.testbed.simulation.SimulatedCameras;
import io.facephys.testbed.topics.ChunkSender;
import io.facephys.testbed.topics.TopicReader;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code facephys cluster load}. */
@Command(
    name = "load",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Send chunks of simulated cameras to the cluster, and measure: from the capture of a chunk's last frame until a reader with read_committed has its wave, and the memory of each process.",
      "A row of the table is of one interval. 'under way' are frames that were sent and whose waves readers do not see yet: if it grows, the cluster is too slow.",
    })
final class LoadCommand implements Callable<Integer> {
  private static final Duration POLL = Duration.ofMillis(100);

  @Mixin private FolderArgument folder;

  @Option(
      names = "--subjects",
      paramLabel = "N",
      defaultValue = "4",
      description = "Number of cameras, each with 30 frames/s. Default: ${DEFAULT-VALUE}.")
  private int subjects;

  @Option(
      names = "--chunk",
      paramLabel = "N",
      defaultValue = "30",
      description = "Frames per chunk. Default: ${DEFAULT-VALUE}.")
  private int chunk;

  @Option(
      names = "--duration",
      paramLabel = "S",
      defaultValue = "900",
      description = "Seconds that the cameras run; Ctrl-C ends them. Default: ${DEFAULT-VALUE}.")
  private int durationSeconds;

  @Option(
      names = "--interval",
      paramLabel = "S",
      defaultValue = "30",
      description = "Seconds between the rows of the table. Default: ${DEFAULT-VALUE}.")
  private int intervalSeconds;

  private final Terminal terminal = new Terminal();

  @Override
  public Integer call() throws Exception {
    RunningCluster cluster = folder.running();
    Properties client = cluster.client();
    List<String> ids = IntStream.rangeClosed(1, subjects).mapToObj("load-%d"::formatted).toList();
    try (Interruption interruption = Interruption.awaitCleanUp();
        TopicReader<PulseWaveform> reader =
            new TopicReader<>(
                client,
                TopicNames.DEFAULT.of(Topic.PULSE_WAVEFORMS),
                PulseWaveform.class,
                null,
                /* fromBeginning= */ false);
        ChunkSender sender = new ChunkSender(client, TopicNames.DEFAULT.of(Topic.FACE_CHUNKS));
        SimulatedCameras cameras =
            new SimulatedCameras(
                SimulatedCameras.subjects(ids, /* seed= */ 1), chunk, /* seed= */ 1, sender)) {
      cameras.start();
      measure(cluster, cameras, reader);
    }
    return 0;
  }

  private void measure(
      RunningCluster cluster, SimulatedCameras cameras, TopicReader<PulseWaveform> reader)
      throws IOException {
    LoadTable table = new LoadTable(cluster.residentMegabytes().keySet());
    table.header().forEach(terminal::print);
    long start = System.nanoTime();
    for (int second = intervalSeconds; second <= durationSeconds; second += intervalSeconds) {
      long end = start + Duration.ofSeconds(second).toNanos();
      while (System.nanoTime() < end && !Interruption.requested()) {
        cameras.check();
        reader.poll(POLL).forEach(table::saw);
      }
      if (Interruption.requested()) {
        break;
      }
      terminal.print(table.row(second, cameras.frames(), cluster.residentMegabytes()));
    }
    terminal.print(table.total());
  }
}
