package io.facephys.operations.savepoint;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.apache.flink.core.fs.FSDataInputStream;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;
import org.apache.flink.runtime.checkpoint.Checkpoints;
import org.apache.flink.runtime.checkpoint.metadata.CheckpointMetadata;

/**
 * A checkpoint or savepoint in a folder of one of Flink's file systems.
 *
 * @param folder where its metadata are
 * @param writtenMillis when its metadata were written, or else its folder, milliseconds since the
 *     epoch; 0 if the file system does not say
 */
record StoredCheckpoint(Path folder, long writtenMillis) {
  private static final String METADATA = "_metadata";
  private static final String PREFIX = "chk-";
  private static final String CHECKPOINT = PREFIX + "[0-9]+";
  private static final int MAX_DEPTH = 3; // state/checkpoints/JOB/chk-N

  /** Folders beside the checkpoints of a job, with many files that belong to all of them. */
  private static final Set<String> FILES_OF_ALL = Set.of("shared", "taskowned");

  /**
   * What the check of a checkpoint found.
   *
   * @param summary its number, time, files and bytes, for people
   * @param problems a line for each reason why no job can start from it; empty if it is whole
   * @param otherJobs folders of jobs before it whose files it needs
   */
  record Finding(String summary, List<String> problems, Set<Path> otherJobs) {
    boolean isWhole() {
      return problems.isEmpty();
    }
  }

  /**
   * Finds the checkpoint or savepoint at a path, or all that are in folders below it.
   *
   * @return the newest first
   * @throws IllegalArgumentException if there is none
   */
  static List<StoredCheckpoint> at(Path path) throws IOException {
    FileSystem files = path.getFileSystem();
    Path folder = path.getName().equals(METADATA) ? path.getParent() : path;
    List<StoredCheckpoint> found = new ArrayList<>();
    try {
      find(files, files.getFileStatus(folder), MAX_DEPTH, found);
    } catch (FileNotFoundException e) {
      throw new IllegalArgumentException(
          "'%s' does not exist: --checkpoint names a checkpoint, a savepoint or a folder of them"
              .formatted(path),
          e);
    }
    if (found.isEmpty()) {
      throw new IllegalArgumentException(
          "'%s' holds no checkpoint: --checkpoint names a folder with a file _metadata, or a folder of such folders, as execution.checkpointing.dir has it"
              .formatted(path));
    }
    found.sort(
        Comparator.comparingLong(StoredCheckpoint::writtenMillis)
            .thenComparingLong(StoredCheckpoint::number) // S3 knows no parts of a second
            .reversed());
    return found;
  }

  private static void find(
      FileSystem files, FileStatus folder, int depth, List<StoredCheckpoint> found)
      throws IOException {
    FileStatus[] children = files.listStatus(folder.getPath());
    if (children == null) {
      return; // Flink has just deleted it
    }
    FileStatus metadata =
        Arrays.stream(children)
            .filter(child -> child.getPath().getName().equals(METADATA))
            .findFirst()
            .orElse(folder);
    if (metadata != folder || folder.getPath().getName().matches(CHECKPOINT)) {
      found.add(new StoredCheckpoint(folder.getPath(), metadata.getModificationTime()));
    } else if (depth > 0) {
      for (FileStatus child : children) {
        if (child.isDir() && !FILES_OF_ALL.contains(child.getPath().getName())) {
          find(files, child, depth - 1, found);
        }
      }
    }
  }

  /** The number in the name of a checkpoint's folder; 0 for a savepoint. */
  private long number() {
    String name = folder.getName();
    return name.matches(CHECKPOINT) ? Long.parseLong(name.substring(PREFIX.length())) : 0;
  }

  /**
   * Checks whether all files are there in full length.
   *
   * @param checksums whether to read RocksDB's tables, too, and compare their checksums
   */
  Finding check(boolean checksums, Progress progress) throws IOException {
    Path file = new Path(folder, METADATA);
    String time = Instant.ofEpochMilli(writtenMillis).toString();
    byte[] bytes;
    try (FSDataInputStream in = folder.getFileSystem().open(file)) {
      bytes = in.readAllBytes();
    } catch (FileNotFoundException e) {
      if (folder.getFileSystem().exists(file)) {
        throw e; // it may not be read
      }
      String problem = "MISSING %s: it was never finished, or is being written".formatted(file);
      return new Finding(time, List.of(problem), Set.of());
    }
    CheckpointMetadata metadata;
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      metadata =
          Checkpoints.loadCheckpointMetadata(
              in, StoredCheckpoint.class.getClassLoader(), folder.toString());
    } catch (IOException | RuntimeException e) {
      return new Finding(time, List.of("UNREADABLE %s: %s".formatted(file, e)), Set.of());
    }
    CheckpointFiles files = CheckpointFiles.of(metadata);
    String summary =
        "checkpoint %d, %s, %d files, %d bytes"
            .formatted(metadata.getCheckpointId(), time, files.count(), files.bytes());
    Path own = folder.getName().matches(CHECKPOINT) ? folder.getParent() : folder;
    return new Finding(summary, files.problems(checksums, progress), files.otherJobs(own));
  }

  /** Whether a job that runs meanwhile has deleted it. */
  boolean isDeleted() throws IOException {
    return !folder.getFileSystem().exists(folder);
  }
}
