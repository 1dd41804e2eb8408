package io.facephys.testbed;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

/** Local folders as Flink writes them: {@code file:} before a path in which nothing is encoded. */
public final class FlinkPath {
  private static final String SCHEME = "file:";

  private FlinkPath() {}

  /** A folder in Flink's form, absolute. */
  public static String of(Path folder) {
    Path absolute = folder.toAbsolutePath().normalize();
    return org.apache.flink.core.fs.Path.fromLocalFile(absolute.toFile()).toString();
  }

  /**
   * The folder that a user means: a plain path, or an address as Flink and the commands print it;
   * other programs encode it.
   */
  public static Path toLocal(String folder) {
    if (!folder.startsWith(SCHEME)) {
      return Path.of(folder);
    }
    Path asFlinkWritesIt = Path.of(new org.apache.flink.core.fs.Path(folder).getPath());
    boolean encoded = !Files.exists(asFlinkWritesIt) && folder.contains("%");
    return encoded ? Path.of(URI.create(folder).getPath()) : asFlinkWritesIt;
  }
}
