package io.facephys.operations.cluster;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.flink.runtime.checkpoint.Checkpoints;

/**
 * A checkpoint or savepoint in a folder.
 *
 * @param path its folder
 * @param time when it was last written to
 * @param files those that it needs, besides its metadata; empty if these cannot be read
 * @param problem why nothing can start from it; empty if it is complete
 */
public record StoredCheckpoint(
    Path path, FileTime time, Set<Path> files, Optional<String> problem) {
  private static final int DEPTH = 3; // checkpoints/<job>/chk-<number>

  /** All checkpoints and savepoints below a folder, the newest first. */
  public static List<StoredCheckpoint> in(Path folder) throws IOException {
    try (Stream<Path> paths = Files.walk(folder, DEPTH)) {
      List<StoredCheckpoint> checkpoints = new ArrayList<>();
      for (Path path : paths.filter(StoredCheckpoint::isCheckpoint).toList()) {
        StoredCheckpoint checkpoint = at(path);
        if (Files.exists(path)) { // Flink deletes old ones meanwhile
          checkpoints.add(checkpoint);
        }
      }
      checkpoints.sort(Comparator.comparing(StoredCheckpoint::time).reversed());
      return checkpoints;
    }
  }

  /** The checkpoint in a folder; it has a problem if the folder is not there. */
  static StoredCheckpoint at(Path folder) throws IOException {
    FileTime time =
        Files.exists(folder) ? Files.getLastModifiedTime(folder) : FileTime.fromMillis(0);
    Path metadata = folder.resolve("_metadata");
    if (!Files.exists(metadata)) {
      return new StoredCheckpoint(
          folder, time, Set.of(), Optional.of("no _metadata: the checkpoint was never finished"));
    }
    try (DataInputStream in = new DataInputStream(Files.newInputStream(metadata))) {
      CheckpointFiles files =
          CheckpointFiles.of(
              Checkpoints.loadCheckpointMetadata(
                  in, StoredCheckpoint.class.getClassLoader(), folder.toUri().toString()));
      return new StoredCheckpoint(folder, time, files.paths(), files.problem());
    } catch (IOException | RuntimeException e) {
      return new StoredCheckpoint(
          folder, time, Set.of(), Optional.of("_metadata cannot be read: " + e));
    }
  }

  private static boolean isCheckpoint(Path path) {
    return Files.isDirectory(path)
        && String.valueOf(path.getFileName()).matches("chk-[0-9]+|savepoint-.+");
  }
}
