package io.facephys.operations.cluster.command;

import io.facephys.operations.cluster.ClusterFolder;
import io.facephys.operations.cluster.ClusterOptions;
import io.facephys.operations.cluster.RunningCluster;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option that names a cluster's folder; shared by the commands. */
final class FolderArgument {
  @Option(
      names = "--folder",
      paramLabel = "FOLDER",
      description =
          "Where the cluster keeps its state, logs and processes' ids. Default: .facephys/cluster in the repository.")
  private @Nullable Path folder;

  ClusterFolder folder() {
    Path path = folder == null ? ClusterOptions.ROOT.resolve(".facephys/cluster") : folder;
    return new ClusterFolder(path.toAbsolutePath().normalize());
  }

  RunningCluster running() throws IOException {
    return RunningCluster.in(folder());
  }
}
