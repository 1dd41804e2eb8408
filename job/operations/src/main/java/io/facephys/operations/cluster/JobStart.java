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
record JobStart(int generation, int parallelism, Optional<String> savepoint) {
  private static final String FILE = "launch.properties";

  static Optional<JobStart> read(ClusterFolder folder) throws IOException {
    Properties properties = folder.read(FILE);
    return Optional.ofNullable(properties.getProperty("parallelism"))
        .map(
            parallelism ->
                new JobStart(
                    Integer.parseInt(properties.getProperty("generation")),
                    Integer.parseInt(parallelism),
                    Optional.ofNullable(properties.getProperty("savepoint"))));
  }

  /** Goes on from this savepoint with other slots. */
  JobStart next(int slots, String savepointPath) {
    return new JobStart(generation, slots, Optional.of(savepointPath));
  }

  /**
   * Goes on from this checkpoint or savepoint, whatever the high availability's store holds: a
   * newer checkpoint, or the word that the job has ended, after which Flink does not start it.
   */
  JobStart from(String checkpoint) {
    return new JobStart(generation + 1, parallelism, Optional.of(checkpoint));
  }

  void write(ClusterFolder folder) throws IOException {
    Properties properties = new Properties();
    properties.setProperty("generation", String.valueOf(generation));
    properties.setProperty("parallelism", String.valueOf(parallelism));
    savepoint.ifPresent(path -> properties.setProperty("savepoint", path));
    folder.write(FILE, properties);
  }
}
