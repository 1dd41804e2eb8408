package io.facephys.local.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.flink.util.FileUtils;

/** A folder that is gone, with all that is in it, when closed. */
public record TemporaryFolder(Path path) implements AutoCloseable {
  /** A new folder among the machine's temporary files. */
  public static TemporaryFolder create(String prefix) throws IOException {
    return new TemporaryFolder(Files.createTempDirectory(prefix + "-"));
  }

  /** This process's own folder for temporary files, if the launcher has made one. */
  public static Optional<TemporaryFolder> ofProcess() {
    return Optional.ofNullable(System.getProperty("facephys.tmpdir"))
        .map(folder -> new TemporaryFolder(Path.of(folder)));
  }

  @Override
  public void close() {
    FileUtils.deleteDirectoryQuietly(path.toFile());
  }
}
