package io.facephys.operations.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.SstFileReader;

/** The files that a checkpoint needs, besides its metadata. What is in no file is in these. */
final class CheckpointFiles {
  private static final String TABLE = ".sst"; // as RocksDB calls the files that hold the values

  private final Map<Path, Long> lengths = new LinkedHashMap<>(); // bytes
  private final Set<Path> tables = new LinkedHashSet<>();

  private CheckpointFiles() {}

  static CheckpointFiles of(CheckpointMetadata metadata) {
    CheckpointFiles files = new CheckpointFiles();
    for (OperatorState operator : metadata.getOperatorStates()) {
      for (OperatorSubtaskState subtask : operator.getStates()) {
        parts(subtask).forEach(files::add);
      }
    }
    return files;
  }

  private static List<StateObject> parts(OperatorSubtaskState subtask) {
    List<StateObject> parts = new ArrayList<>();
    parts.addAll(subtask.getManagedOperatorState());
    parts.addAll(subtask.getRawOperatorState());
    parts.addAll(subtask.getManagedKeyedState());
    parts.addAll(subtask.getRawKeyedState());
    return parts;
  }

  private void add(@Nullable StateObject part) {
    if (part instanceof FileStateHandle file) {
      lengths.put(path(file), file.getStateSize());
    } else if (part instanceof OperatorStateHandle handle) {
      add(handle.getDelegateStateHandle());
    } else if (part instanceof KeyGroupsStateHandle handle) {
      add(handle.getDelegateStateHandle());
    } else if (part instanceof IncrementalRemoteKeyedStateHandle handle) {
      add(handle.getMetaDataStateHandle());
      handle.getSharedState().forEach(this::add);
      handle.getPrivateState().forEach(this::add);
    }
  }

  private void add(HandleAndLocalPath part) {
    add(part.getHandle());
    if (part.getHandle() instanceof FileStateHandle file && part.getLocalPath().endsWith(TABLE)) {
      tables.add(path(file));
    }
  }

  private static Path path(FileStateHandle file) {
    return Path.of(file.getFilePath().toUri());
  }

  Set<Path> paths() {
    return lengths.keySet();
  }

  /** What is wrong with the first one that is missing, cut, or changed. */
  Optional<String> problem() throws IOException {
    for (Map.Entry<Path, Long> file : lengths.entrySet()) {
      if (!Files.exists(file.getKey())) {
        return Optional.of("%s is missing".formatted(file.getKey()));
      }
      long bytes = Files.size(file.getKey());
      if (bytes != file.getValue()) {
        return Optional.of(
            "%s has %d bytes, not %d".formatted(file.getKey(), bytes, file.getValue()));
      }
    }
    return tables.stream().flatMap(table -> change(table).stream()).findFirst();
  }

  /** RocksDB keeps a checksum of each block. */
  private static Optional<String> change(Path table) {
    RocksDB.loadLibrary();
    try (Options options = new Options();
        SstFileReader reader = new SstFileReader(options)) {
      reader.open(table.toString());
      reader.verifyChecksum();
      return Optional.empty();
    } catch (RocksDBException e) {
      return Optional.of("%s was changed: %s".formatted(table, e.getMessage()));
    }
  }
}
