package io.facephys.console;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.flink.util.FileUtils;

/** A folder that is deleted with its contents when closed. */
public record TemporaryFolder(Path path) implements AutoCloseable {
  /** A new folder in the JVM's folder for temporary files. */
  public static TemporaryFolder create(String prefix) throws IOException {
    return new TemporaryFolder(Files.createTempDirectory(prefix + "-"));
  }

  /** The folder that the launcher made for all temporary files of this process, if any. */
  static Optional<TemporaryFolder> ofProcess() {
    return Optional.ofNullable(System.getProperty("facephys.tmpdir"))
        .map(folder -> new TemporaryFolder(Path.of(folder)));
  }

  @Override
  public void close() {
    FileUtils.deleteDirectoryQuietly(path.toFile());
  }
}
