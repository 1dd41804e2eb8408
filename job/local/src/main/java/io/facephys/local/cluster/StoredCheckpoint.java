package io.facephys.local.cluster;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.flink.runtime.checkpoint.Checkpoints;
import org.apache.flink.runtime.checkpoint.OperatorState;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.checkpoint.metadata.CheckpointMetadata;
import org.apache.flink.runtime.state.IncrementalKeyedStateHandle.HandleAndLocalPath;
import org.apache.flink.runtime.state.IncrementalRemoteKeyedStateHandle;
import org.apache.flink.runtime.state.KeyGroupsStateHandle;
import org.apache.flink.runtime.state.OperatorStateHandle;
import org.apache.flink.runtime.state.StateObject;
import org.apache.flink.runtime.state.filesystem.FileStateHandle;
import org.jspecify.annotations.Nullable;

/**
 * A checkpoint or savepoint in a folder.
 *
 * @param path its folder
 * @param time when it was last written to
 * @param problem why nothing can start from it; empty if it is complete
 */
public record StoredCheckpoint(Path path, FileTime time, Optional<String> problem) {
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
    return new StoredCheckpoint(folder, time, problem(folder));
  }

  private static boolean isCheckpoint(Path path) {
    return Files.isDirectory(path)
        && String.valueOf(path.getFileName()).matches("chk-[0-9]+|savepoint-.+");
  }

  private static Optional<String> problem(Path folder) {
    Path metadata = folder.resolve("_metadata");
    if (!Files.exists(metadata)) {
      return Optional.of("no _metadata: the checkpoint was never finished");
    }
    try (DataInputStream in = new DataInputStream(Files.newInputStream(metadata))) {
      return problem(
          Checkpoints.loadCheckpointMetadata(
              in, StoredCheckpoint.class.getClassLoader(), folder.toUri().toString()));
    } catch (IOException | RuntimeException e) {
      return Optional.of("_metadata cannot be read: " + e);
    }
  }

  private static Optional<String> problem(CheckpointMetadata metadata) throws IOException {
    for (OperatorState operator : metadata.getOperatorStates()) {
      for (OperatorSubtaskState subtask : operator.getStates()) {
        for (StateObject part : parts(subtask)) {
          Optional<String> problem = problem(part);
          if (problem.isPresent()) {
            return problem;
          }
        }
      }
    }
    return Optional.empty();
  }

  private static List<StateObject> parts(OperatorSubtaskState subtask) {
    List<StateObject> parts = new ArrayList<>();
    parts.addAll(subtask.getManagedOperatorState());
    parts.addAll(subtask.getRawOperatorState());
    parts.addAll(subtask.getManagedKeyedState());
    parts.addAll(subtask.getRawKeyedState());
    return parts;
  }

  private static Optional<String> problem(@Nullable StateObject part) throws IOException {
    List<StateObject> files = new ArrayList<>();
    if (part instanceof FileStateHandle file) {
      return problem(Path.of(file.getFilePath().toUri()), file.getStateSize());
    } else if (part instanceof OperatorStateHandle handle) {
      files.add(handle.getDelegateStateHandle());
    } else if (part instanceof KeyGroupsStateHandle handle) {
      files.add(handle.getDelegateStateHandle());
    } else if (part instanceof IncrementalRemoteKeyedStateHandle handle) {
      files.add(handle.getMetaDataStateHandle());
      handle.getSharedState().stream().map(HandleAndLocalPath::getHandle).forEach(files::add);
      handle.getPrivateState().stream().map(HandleAndLocalPath::getHandle).forEach(files::add);
    }
    for (StateObject file : files) {
      Optional<String> problem = problem(file);
      if (problem.isPresent()) {
        return problem;
      }
    }
    return Optional.empty(); // what is not in a file is in the metadata, which were read
  }

  private static Optional<String> problem(Path file, long bytes) throws IOException {
    if (!Files.exists(file)) {
      return Optional.of("%s is missing".formatted(file));
    }
    return Files.size(file) == bytes
        ? Optional.empty()
        : Optional.of("%s has %d bytes, not %d".formatted(file, Files.size(file), bytes));
  }
}
