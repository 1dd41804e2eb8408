package io.facephys.operations.savepoint;

import java.net.URI;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.FileSystemFactory;
import org.apache.flink.core.fs.local.LocalFileSystem;

/**
 * A file system with a scheme of its own, as S3 has one: who takes its paths for local ones does
 * not find its files.
 */
public final class ElsewhereFileSystem extends LocalFileSystem {
  private static final String SCHEME = "elsewhere";

  @Override
  public URI getUri() {
    return URI.create(SCHEME + ":///");
  }

  /** Flink finds it as a service. */
  public static final class Factory implements FileSystemFactory {
    @Override
    public String getScheme() {
      return SCHEME;
    }

    @Override
    public FileSystem create(URI uri) {
      return new ElsewhereFileSystem();
    }
  }
}
