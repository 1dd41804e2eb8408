package io.facephys.operations.cluster;

import io.facephys.operations.cluster.FlinkRest.Checkpoint;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Notices that the job cannot restore its newest checkpoint because files of it are missing, cut or
 * changed, and finds the one before. Flink itself tries the newest one for ever.
 */
final class CheckpointFallback {
  /** What Flink says when a task cannot read its state. */
  private static final String RESTORING = "Exception while creating StreamOperatorStateContext";

  /** What stands there when it could open its state and a value in it is damaged. */
  private static final String READING = "org.rocksdb.RocksDBException";

  private static final String PREFIX = "chk-";

  private Optional<Path> reported = Optional.empty();

  /**
   * A checkpoint that cannot be restored.
   *
   * @param skipped those that cannot be read, the newest first
   * @param next the newest one before them that is complete; empty if there is none
   */
  record Damage(List<StoredCheckpoint> skipped, Optional<StoredCheckpoint> next) {
    /** For people: what is skipped and why, and what comes of it. */
    String report() {
      List<String> lines = new ArrayList<>();
      for (StoredCheckpoint checkpoint : skipped) {
        lines.add(
            "SKIPPED checkpoint %s: %s"
                .formatted(checkpoint.path(), checkpoint.problem().orElse("?")));
      }
      lines.add(
          next.map(
                  checkpoint ->
                      "The job starts from %s; waves since then come a second time."
                          .formatted(checkpoint.path()))
              .orElse(
                  "No complete checkpoint of this job is left. './facephys cluster checkpoints' lists what else there is, and 'start --from' takes it."));
      return String.join("\n", lines);
    }
  }

  /** The damage, once, if there is any. */
  Optional<Damage> check(FlinkRest rest) throws IOException {
    Optional<Damage> damage = look(rest);
    Optional<Path> newest = damage.map(found -> found.skipped().get(0).path());
    if (newest.isEmpty() || newest.equals(reported)) {
      return Optional.empty();
    }
    reported = newest;
    return damage;
  }

  private static Optional<Damage> look(FlinkRest rest) throws IOException {
    if (rest.running() || rest.lastFailure().filter(CheckpointFallback::ofState).isEmpty()) {
      return Optional.empty();
    }
    Optional<Checkpoint> newest = rest.checkpointToRestore();
    if (newest.isEmpty()) {
      return Optional.empty();
    }
    Path path = Path.of(URI.create(newest.get().path()));
    List<StoredCheckpoint> skipped = new ArrayList<>(List.of(StoredCheckpoint.at(path)));
    // If it is the newest no more, it was deleted as usual.
    if (skipped.get(0).problem().isEmpty() || !rest.checkpointToRestore().equals(newest)) {
      return Optional.empty();
    }
    for (Path before : before(path)) {
      StoredCheckpoint checkpoint = StoredCheckpoint.at(before);
      if (checkpoint.problem().isEmpty()) {
        return Optional.of(new Damage(skipped, Optional.of(checkpoint)));
      }
      skipped.add(checkpoint);
    }
    return Optional.of(new Damage(skipped, Optional.empty()));
  }

  private static boolean ofState(String failure) {
    return failure.contains(RESTORING) || failure.contains(READING);
  }

  /** The same job's checkpoints before this one, the newest first. */
  private static List<Path> before(Path checkpoint) throws IOException {
    Path job = checkpoint.getParent();
    if (job == null || !name(checkpoint).startsWith(PREFIX) || !Files.isDirectory(job)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(job)) {
      return all.filter(path -> name(path).matches(PREFIX + "[0-9]+"))
          .filter(path -> number(path) < number(checkpoint))
          .sorted(Comparator.comparingLong(CheckpointFallback::number).reversed())
          .toList();
    }
  }

  private static String name(Path path) {
    return String.valueOf(path.getFileName());
  }

  private static long number(Path checkpoint) {
    return Long.parseLong(name(checkpoint).substring(PREFIX.length()));
  }
}
