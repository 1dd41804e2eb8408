package io.facephys.operations.savepoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.facephys.console.ErrorReport;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.flink.util.FileUtils;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** {@code state check} on checkpoints that Flink wrote. */
final class CheckpointCommandTest {
  private static final String ROCKSDB = "elsewhere";
  private static final String HASHMAP = "file";

  @TempDir private static Path folder;

  /** The last two checkpoints of a job by the scheme of its file system, the newest first. */
  private static final Map<String, List<Path>> CHECKPOINTS = new HashMap<>();

  private final Map<Path, byte[]> damaged = new HashMap<>();

  @BeforeAll
  static void jobsWriteCheckpoints() throws Exception {
    CHECKPOINTS.put(ROCKSDB, CheckpointedJob.run("rocksdb", ROCKSDB, folder.resolve("rocksdb")));
    CHECKPOINTS.put(HASHMAP, CheckpointedJob.run("hashmap", HASHMAP, folder.resolve("hashmap")));
  }

  @AfterEach
  void repair() throws Exception {
    for (Map.Entry<Path, byte[]> file : damaged.entrySet()) {
      Files.write(file.getKey(), file.getValue());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {ROCKSDB, HASHMAP})
  void checkpointAsFlinkWroteItIsWhole(String scheme) {
    String newest = newest(scheme);

    assertThat(check(newest, "--checksums"))
        .contains("exit code 0", "WHOLE     " + newest + " (checkpoint ", " files, ")
        .doesNotContain("MISSING", "SHORT", "needs files");
  }

  @Test
  void localPathNeedsNoScheme() {
    assertThat(check(checkpoints(HASHMAP).get(0).toString())).contains("exit code 0");
  }

  @ParameterizedTest
  @ValueSource(strings = {ROCKSDB, HASHMAP})
  void missingFileIsNamed(String scheme) throws Exception {
    Path file = damage(largestFile(scheme));
    Files.delete(file);

    assertThat(check(newest(scheme)))
        .contains("exit code 3", "NOT WHOLE", "MISSING %s:%s".formatted(scheme, file));
  }

  @ParameterizedTest
  @ValueSource(strings = {ROCKSDB, HASHMAP})
  void truncatedFileIsNamedWithItsLengths(String scheme) throws Exception {
    Path file = damage(largestFile(scheme));
    long bytes = Files.size(file);
    Files.write(file, Arrays.copyOf(Files.readAllBytes(file), 1000));

    assertThat(check(newest(scheme)))
        .contains(
            "exit code 3",
            "SHORT %s:%s: 1000 of %d bytes are there".formatted(scheme, file, bytes));
  }

  @Test
  void onlyChecksumsFindAChangedByte() throws Exception {
    Path file = damage(largestFile(ROCKSDB));
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    Files.write(file, bytes);

    assertThat(check(newest(ROCKSDB))).contains("exit code 0");
    assertThat(check(newest(ROCKSDB), "--checksums"))
        .contains("exit code 3", "CHANGED elsewhere:" + file, "checksum mismatch");
  }

  @Test
  void folderOfCheckpointsEndsWithTheNewestWholeOne() throws Exception {
    Path metadata = damage(checkpoints(ROCKSDB).get(0).resolve("_metadata"));
    Files.write(metadata, Arrays.copyOf(Files.readAllBytes(metadata), 20));
    String before = ROCKSDB + ":" + checkpoints(ROCKSDB).get(1);
    FileTime time = Files.getLastModifiedTime(metadata); // as on S3, within the same second
    Files.setLastModifiedTime(checkpoints(ROCKSDB).get(1).resolve("_metadata"), time);

    assertThat(check(ROCKSDB + "://" + folder.resolve("rocksdb")))
        .containsSubsequence(
            "NOT WHOLE " + newest(ROCKSDB),
            "UNREADABLE " + newest(ROCKSDB) + "/_metadata",
            "WHOLE     " + before,
            "newest whole: " + before,
            "exit code 0");
  }

  @Test
  void folderWithoutAWholeOneSaysSo() throws Exception {
    for (Path checkpoint : checkpoints(HASHMAP)) {
      Files.delete(damage(checkpoint.resolve("_metadata")));
    }

    assertThat(check(folder.resolve("hashmap").toString()))
        .contains("never finished", "none of them is whole", "exit code 3");
  }

  /** A job that claimed a checkpoint goes on with its files; those of chk-N itself are copied. */
  @Test
  void jobWhoseFilesAreNeededIsNamed() throws Exception {
    Path checkpoint = checkpoints(ROCKSDB).get(0);
    Path claimed = folder.resolve("next-job/chk-9");
    FileUtils.copy(
        org.apache.flink.core.fs.Path.fromLocalFile(checkpoint.toFile()),
        org.apache.flink.core.fs.Path.fromLocalFile(claimed.toFile()),
        /* executable= */ false);

    assertThat(check(claimed.toString()))
        .contains("exit code 0", "needs files of elsewhere:%s:".formatted(checkpoint.getParent()));
  }

  @Test
  void pathWithoutACheckpointIsAnError() {
    assertThat(check(folder + "/nothing")).contains("exit code 1", "nothing' does not exist");
    assertThat(check(ROCKSDB + "://" + folder.resolve("rocksdb/flink")))
        .contains("exit code 1", "rocksdb/flink' holds no checkpoint");
  }

  @Test
  void missingPluginIsAnErrorThatNamesItsPlace() {
    assertThat(check("s3://bucket/checkpoints"))
        .contains("exit code 1", "s3://bucket/checkpoints", "FLINK_PLUGINS_DIR");
  }

  private static List<Path> checkpoints(String scheme) {
    return Objects.requireNonNull(CHECKPOINTS.get(scheme));
  }

  private static String newest(String scheme) {
    return scheme + ":" + checkpoints(scheme).get(0);
  }

  /** The largest one that the newest checkpoint's metadata name. */
  private static Path largestFile(String scheme) throws Exception {
    Path newest = checkpoints(scheme).get(0);
    String metadata = Files.readString(newest.resolve("_metadata"), StandardCharsets.ISO_8859_1);
    try (Stream<Path> files = Files.walk(newest.getParent())) {
      return files
          .filter(file -> metadata.contains(file.getFileName().toString()))
          .filter(Files::isRegularFile)
          .max(Comparator.comparing(file -> file.toFile().length()))
          .orElseThrow();
    }
  }

  /** The file, which is as before after the test. */
  private Path damage(Path file) throws Exception {
    damaged.put(file, Files.readAllBytes(file));
    return file;
  }

  /** What the command prints, and its exit code. */
  private static String check(String path, String... more) {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
    PrintStream before = System.out;
    System.setOut(out);
    try {
      int exitCode =
          new CommandLine(new StateCommand())
              .setErr(new PrintWriter(out, true, StandardCharsets.UTF_8))
              .setExecutionExceptionHandler(new ErrorReport())
              .execute(
                  Stream.concat(Stream.of("check", "--checkpoint=" + path), Arrays.stream(more))
                      .toArray(String[]::new));
      out.println("exit code " + exitCode);
    } finally {
      System.setOut(before);
    }
    return printed.toString(StandardCharsets.UTF_8);
  }
}
