package io.facephys.operations.savepoint;

import io.facephys.console.Terminal;
import io.facephys.testbed.FlinkPath;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;
import org.apache.flink.core.fs.UnsupportedFileSystemSchemeException;
import org.apache.flink.core.plugin.PluginUtils;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code facephys state check}. */
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    description = {
      "Say whether a checkpoint or savepoint is whole: its metadata can be read, and every file that they name is there in full length. Each file that is missing or short is named.",
      "Given a folder of checkpoints, it checks all that are below it, the newest first; the last line is the newest whole one, for --fromSavepoint.",
      "It reads whatever Flink reads. For S3 and the like FLINK_PLUGINS_DIR names the folder with Flink's plugins, and FLINK_CONF_DIR the one whose config.yaml has their settings.",
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:The checkpoint is whole; of several, one of them at least.",
      "1:It could not be checked.",
      "2:A wrong option.",
      "3:It is not whole; of several, none of them.",
    })
final class CheckpointCommand implements Callable<Integer> {
  private static final int NOT_WHOLE = 3;

  @Option(
      names = "--checkpoint",
      required = true,
      paramLabel = "PATH",
      description =
          "A checkpoint, a savepoint or a folder of them, as a path or with a scheme such as file:// or s3://.")
  private String path;

  @Option(
      names = "--checksums",
      description =
          "Also read RocksDB's tables and compare the checksum of each block: this finds bytes that were changed, and takes as long as reading all states.")
  private boolean checksums;

  private final Terminal terminal = new Terminal();

  @Override
  public Integer call() throws Exception {
    Configuration configuration = GlobalConfiguration.loadConfiguration();
    FileSystem.initialize(
        configuration, PluginUtils.createPluginManagerFromRootFolder(configuration));
    try {
      Path given =
          new Path(path.startsWith("file:") ? FlinkPath.of(FlinkPath.toLocal(path)) : path);
      return check(StoredCheckpoint.at(given.makeQualified(given.getFileSystem())));
    } catch (UnsupportedFileSystemSchemeException e) {
      throw new IllegalArgumentException(
          "Flink's file system for '%s' is not there: FLINK_PLUGINS_DIR must name a folder that has its plugin in a folder of its own, such as plugins/s3-fs-presto/flink-s3-fs-presto-2.3.0.jar"
              .formatted(path),
          e);
    }
  }

  private int check(List<StoredCheckpoint> checkpoints) throws IOException {
    Progress progress = new Progress();
    Path newest = null;
    for (StoredCheckpoint checkpoint : checkpoints) {
      StoredCheckpoint.Finding finding = checkpoint.check(checksums, progress);
      if (!finding.isWhole() && checkpoints.size() > 1 && checkpoint.isDeleted()) {
        continue; // as Flink does with old ones while the job runs
      }
      print(checkpoint, finding);
      if (newest == null && finding.isWhole()) {
        newest = checkpoint.folder();
      }
    }
    if (checkpoints.size() > 1) {
      terminal.print(newest == null ? "none of them is whole" : "newest whole: " + newest);
    }
    return newest == null ? NOT_WHOLE : 0;
  }

  private void print(StoredCheckpoint checkpoint, StoredCheckpoint.Finding finding) {
    terminal.print(
        "%s %s (%s)"
            .formatted(
                finding.isWhole() ? "WHOLE    " : "NOT WHOLE",
                checkpoint.folder(),
                finding.summary()));
    finding.problems().forEach(problem -> terminal.print("  " + problem));
    finding
        .otherJobs()
        .forEach(job -> terminal.print("  needs files of %s: do not delete it".formatted(job)));
  }
}
