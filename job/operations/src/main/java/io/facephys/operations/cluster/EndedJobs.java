package io.facephys.operations.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.flink.util.FileUtils;

/**
 * The checkpoints of jobs that ran before: they hold states of subjects, and nobody else deletes
 * them.
 */
public final class EndedJobs {
  private EndedJobs() {}

  /**
   * Deletes the checkpoints of all jobs but one, except those that it still uses.
   *
   * @param checkpoints holds a folder for each job
   * @param newest the newest complete checkpoint of the job that runs
   * @return what was done, a line for each other job
   */
  public static List<String> prune(Path checkpoints, Path newest) throws IOException {
    Path running = newest.getParent();
    if (running == null || !checkpoints.equals(running.getParent())) {
      throw new IllegalStateException(
          "the job writes its checkpoints to %s and not below %s: nothing is deleted"
              .formatted(newest, checkpoints));
    }
    List<Path> used =
        StoredCheckpoint.in(running).stream()
            .flatMap(checkpoint -> checkpoint.files().stream())
            .toList();
    List<String> done = new ArrayList<>();
    try (Stream<Path> jobs = Files.list(checkpoints)) {
      for (Path job : jobs.filter(job -> !job.equals(running)).sorted().toList()) {
        if (used.stream().anyMatch(file -> file.startsWith(job))) {
          done.add("KEPT %s: the running job's checkpoints use files of it".formatted(job));
        } else {
          FileUtils.deleteDirectory(job.toFile());
          done.add("deleted " + job);
        }
      }
    }
    return done;
  }
}
