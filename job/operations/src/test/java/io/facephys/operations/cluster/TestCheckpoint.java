package io.facephys.operations.cluster;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.apache.flink.runtime.checkpoint.Checkpoints;
import org.apache.flink.runtime.checkpoint.OperatorState;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.checkpoint.metadata.CheckpointMetadata;
import org.apache.flink.runtime.jobgraph.OperatorID;
import org.apache.flink.runtime.state.IncrementalKeyedStateHandle.HandleAndLocalPath;
import org.apache.flink.runtime.state.IncrementalRemoteKeyedStateHandle;
import org.apache.flink.runtime.state.KeyGroupRange;
import org.apache.flink.runtime.state.filesystem.FileStateHandle;
import org.apache.flink.runtime.state.memory.ByteStreamStateHandle;
import org.rocksdb.EnvOptions;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.SstFileWriter;

/** What Flink and RocksDB write of a checkpoint; no job runs. */
final class TestCheckpoint {
  private static final int VALUE_BYTES = 100_000;

  private TestCheckpoint() {}

  /** One of RocksDB's files, with a value. */
  static Path table(Path file) throws IOException, RocksDBException {
    Files.createDirectories(file.resolve(".."));
    RocksDB.loadLibrary();
    try (EnvOptions environment = new EnvOptions();
        Options options = new Options();
        SstFileWriter writer = new SstFileWriter(environment, options)) {
      writer.open(file.toString());
      writer.put(new byte[] {1}, new byte[VALUE_BYTES]);
      writer.finish();
    }
    return file;
  }

  /** A checkpoint in {@code folder} whose state is in one of RocksDB's files. */
  static void write(Path folder, Path table) throws IOException {
    FileStateHandle file =
        new FileStateHandle(
            org.apache.flink.core.fs.Path.fromLocalFile(table.toFile()), Files.size(table));
    IncrementalRemoteKeyedStateHandle state =
        new IncrementalRemoteKeyedStateHandle(
            new UUID(1, 1),
            KeyGroupRange.of(0, 127),
            1,
            List.of(HandleAndLocalPath.of(file, "000012.sst")),
            List.of(),
            new ByteStreamStateHandle("in the metadata", new byte[] {1}));
    OperatorState operator = new OperatorState("name", "uid", new OperatorID(1, 1), 1, 128);
    operator.putState(0, OperatorSubtaskState.builder().setManagedKeyedState(state).build());
    Files.createDirectories(folder);
    try (OutputStream out = Files.newOutputStream(folder.resolve("_metadata"))) {
      Checkpoints.storeCheckpointMetadata(
          new CheckpointMetadata(1, List.of(operator), List.of()), out);
    }
  }
}
