package io.facephys.engine.recording;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/** Folders of recordings with reference waves. */
public final class TestRecordings {
  /** The project's own clip; weights/clip/README.md says how it and its references were made. */
  public static final Path SHIPPED =
      Path.of(System.getProperty("facephys.root"), "weights", "clip");

  /** The published files, and in {@code clips} recordings with the waves of the published model. */
  public static final Path PUBLISHED = Path.of(System.getProperty("facephys.published"));

  private TestRecordings() {}

  /** The folder of one of the recordings beside the published files. */
  public static Path published(String name) {
    return PUBLISHED.resolve("clips").resolve(name);
  }

  /** Skips the test if the published files are not on this machine. */
  public static void assumePublished() {
    assumeTrue(
        Files.isDirectory(PUBLISHED),
        () -> "the published files are not in %s (-Dfacephys.published=...)".formatted(PUBLISHED));
  }
}
