package io.facephys.operations.cluster;

import java.io.IOException;
import java.util.Optional;
import java.util.Properties;

/**
 * How the next JobManager starts the job.
 *
 * @param generation rises when the job starts from a given checkpoint or savepoint, so that what is
 *     in the high availability's store counts no more
 * @param parallelism slots that the job uses
 * @param savepoint where the state comes from; empty for none. With a checkpoint in the high
 *     availability's store, that one counts
 */
record Launch(int generation, int parallelism, Optional<String> savepoint) {
  private static final String FILE = "launch.properties";

  static Optional<Launch> read(ClusterFolder folder) throws IOException {
    Properties properties = folder.read(FILE);
    return Optional.ofNullable(properties.getProperty("parallelism"))
        .map(
            parallelism ->
                new Launch(
                    Integer.parseInt(properties.getProperty("generation")),
                    Integer.parseInt(parallelism),
                    Optional.ofNullable(properties.getProperty("savepoint"))));
  }

  /** The same with other slots, from this savepoint. */
  Launch next(int slots, String savepointPath) {
    return new Launch(generation, slots, Optional.of(savepointPath));
  }

  /**
   * The same from this checkpoint or savepoint, whatever the high availability's store holds: a
   * newer checkpoint, or the word that the job has ended, after which Flink does not start it.
   */
  Launch from(String checkpoint) {
    return new Launch(generation + 1, parallelism, Optional.of(checkpoint));
  }

  void write(ClusterFolder folder) throws IOException {
    Properties properties = new Properties();
    properties.setProperty("generation", String.valueOf(generation));
    properties.setProperty("parallelism", String.valueOf(parallelism));
    savepoint.ifPresent(path -> properties.setProperty("savepoint", path));
    folder.write(FILE, properties);
  }
}
