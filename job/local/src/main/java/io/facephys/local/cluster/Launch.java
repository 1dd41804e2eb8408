package io.facephys.local.cluster;

import java.io.IOException;
import java.util.Optional;
import java.util.Properties;

/**
 * How the next JobManager starts the job.
 *
 * @param parallelism slots that the job uses
 * @param savepoint where the state comes from; empty for none. With a checkpoint in the high
 *     availability's store, that one counts
 */
record Launch(int parallelism, Optional<String> savepoint) {
  private static final String FILE = "launch.properties";

  static Optional<Launch> read(ClusterFolder folder) throws IOException {
    Properties properties = folder.read(FILE);
    return Optional.ofNullable(properties.getProperty("parallelism"))
        .map(
            parallelism ->
                new Launch(
                    Integer.parseInt(parallelism),
                    Optional.ofNullable(properties.getProperty("savepoint"))));
  }

  void write(ClusterFolder folder) throws IOException {
    Properties properties = new Properties();
    properties.setProperty("parallelism", String.valueOf(parallelism));
    savepoint.ifPresent(path -> properties.setProperty("savepoint", path));
    folder.write(FILE, properties);
  }
}
