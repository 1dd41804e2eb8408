package io.facephys.operations.savepoint;

import io.facephys.console.TemporaryFolder;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.flink.core.fs.Path;
import org.apache.flink.runtime.checkpoint.OperatorState;
import org.apache.flink.runtime.checkpoint.metadata.CheckpointMetadata;
import org.apache.flink.runtime.state.IncrementalKeyedStateHandle.HandleAndLocalPath;
import org.apache.flink.runtime.state.IncrementalRemoteKeyedStateHandle;
import org.apache.flink.runtime.state.KeyGroupsStateHandle;
import org.apache.flink.runtime.state.OperatorStateHandle;
import org.apache.flink.runtime.state.StateObject;
import org.apache.flink.runtime.state.filemerging.SegmentFileStateHandle;
import org.apache.flink.runtime.state.filesystem.FileStateHandle;
import org.apache.flink.runtime.state.memory.ByteStreamStateHandle;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.SstFileReader;

/**
 * The files that a checkpoint needs besides its metadata, and the length of each. State that is not
 * in a file is in the metadata themselves.
 */
final class CheckpointFiles {
  private static final String TABLE = ".sst"; // how RocksDB names the files that hold the values

  private final Map<Path, Long> lengths = new LinkedHashMap<>(); // bytes
  private final Set<Path> tables = new LinkedHashSet<>();

  private CheckpointFiles() {}

  /**
   * Reads the files' names and lengths from the metadata.
   *
   * @throws IllegalStateException if the metadata hold a kind of state that the job does not write
   */
  static CheckpointFiles of(CheckpointMetadata metadata) {
    CheckpointFiles files = new CheckpointFiles();
    for (OperatorState operator : metadata.getOperatorStates()) {
      operator.getDiscardables().forEach(files::add);
    }
    return files;
  }

  private void add(StateObject state) {
    if (state instanceof FileStateHandle file) {
      add(file.getFilePath(), file.getStateSize());
    } else if (state instanceof SegmentFileStateHandle segment) {
      add(segment.getFilePath(), segment.getStartPos() + segment.getStateSize());
    } else if (state instanceof OperatorStateHandle handle) {
      add(handle.getDelegateStateHandle());
    } else if (state instanceof KeyGroupsStateHandle handle) {
      add(handle.getDelegateStateHandle());
    } else if (state instanceof IncrementalRemoteKeyedStateHandle handle) {
      add(handle.getMetaDataStateHandle());
      handle.getSharedState().forEach(this::addOfRocksDb);
      handle.getPrivateState().forEach(this::addOfRocksDb);
    } else if (!(state instanceof ByteStreamStateHandle)) {
      throw new IllegalStateException(
          "the checkpoint holds a %s, whose files this command does not know: it checks what Flink writes with docker/flink/config.yaml"
              .formatted(state.getClass().getSimpleName()));
    }
  }

  private void add(Path file, long bytes) {
    if (bytes > 0) {
      lengths.merge(file, bytes, Math::max); // several states can be in one file
    }
  }

  private void addOfRocksDb(HandleAndLocalPath part) {
    add(part.getHandle());
    if (part.getHandle() instanceof FileStateHandle file && part.getLocalPath().endsWith(TABLE)) {
      tables.add(file.getFilePath());
    }
  }

  int count() {
    return lengths.size();
  }

  long bytes() {
    return lengths.values().stream().mapToLong(Long::longValue).sum();
  }

  /** The folders of jobs, other than this one, in which some of the files are. */
  Set<Path> otherJobs(Path job) {
    Set<Path> others = new LinkedHashSet<>();
    for (Path file : lengths.keySet()) {
      if (!file.getPath().startsWith(job.getPath() + Path.SEPARATOR)) {
        others.add(file.getParent().getParent()); // JOB/shared/FILE or JOB/chk-N/FILE
      }
    }
    return others;
  }

  /**
   * Finds the files that are missing or too short.
   *
   * @param checksums whether to read RocksDB's tables, too, and find those that were changed
   * @return a line for each such file
   */
  List<String> problems(boolean checksums, Progress progress) throws IOException {
    List<String> problems = new ArrayList<>();
    int checked = 0;
    for (Map.Entry<Path, Long> file : lengths.entrySet()) {
      progress.update("%d of %d files checked".formatted(checked++, count()));
      Optional<String> problem = problem(file.getKey(), file.getValue());
      if (problem.isEmpty() && checksums && tables.contains(file.getKey())) {
        problem = change(file.getKey());
      }
      problem.ifPresent(problems::add);
    }
    return problems;
  }

  private static Optional<String> problem(Path file, long bytes) throws IOException {
    try {
      long present = file.getFileSystem().getFileStatus(file).getLen();
      return present >= bytes
          ? Optional.empty()
          : Optional.of("SHORT %s: %d of %d bytes are there".formatted(file, present, bytes));
    } catch (FileNotFoundException e) {
      return Optional.of("MISSING " + file);
    }
  }

  /**
   * RocksDB has a checksum for each block of a table. It reads local files only, hence the copy.
   */
  private static Optional<String> change(Path table) throws IOException {
    RocksDB.loadLibrary();
    try (TemporaryFolder folder = TemporaryFolder.create("facephys-table");
        InputStream in = table.getFileSystem().open(table);
        Options options = new Options();
        SstFileReader reader = new SstFileReader(options)) {
      java.nio.file.Path copy = folder.path().resolve("table");
      Files.copy(in, copy);
      reader.open(copy.toString());
      reader.verifyChecksum();
      return Optional.empty();
    } catch (RocksDBException e) {
      return Optional.of("CHANGED %s: %s".formatted(table, e.getMessage()));
    }
  }
}
