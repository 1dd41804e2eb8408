package io.facephys.operations.cluster;

import io.facephys.console.InnermostCause;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.flink.util.FileUtils;

/** One JVM of a cluster; it never outlives the process that started it. */
final class ClusterProcess implements AutoCloseable {
  private static final int LOG_LINES_SHOWN = 40;
  private static final long MAX_LOG_BYTES = 32 << 20;
  private static final long MAX_BYTES_READ = 1 << 20; // of a log
  private static final String FAILED =
      ".* - (Application (FAILED|failed unexpectedly)|Fatal error|Terminating TaskManager).*";
  private static final String LOG_LINE = "\\d{4}-\\d{2}-\\d{2} .*";

  /**
   * Kills the JVM when the pipe from the process that started it ends, which it also does when that
   * process is killed. Ctrl-C, which reaches every process in the terminal, is ignored. The first
   * argument is the file that takes the JVM's id and its start, in seconds since the epoch; the
   * shell's exit status is the JVM's.
   */
  private static final String KILLED_WITH_ITS_PARENT =
      """
      trap '' INT
      pid_file=$1
      shift
      exec 3<&0
      "$@" </dev/null 3<&- &
      jvm=$!
      echo "$jvm $(date +%s)" > "$pid_file"
      (read -r end <&3; kill -9 $jvm) &
      watcher=$!
      wait $jvm
      status=$?
      rm -f "$pid_file"
      kill $watcher 2>/dev/null
      exit $status
      """;

  private final String name;
  private final Process process;
  private final Path log;
  private final Path temporary;
  private long earlierBytes; // of earlier processes of this name, in the log

  private ClusterProcess(String name, Process process, ClusterFolder folder, long earlierBytes) {
    this.name = name;
    this.process = process;
    this.log = folder.log(name);
    this.temporary = folder.temporary(name);
    this.earlierBytes = earlierBytes;
  }

  /**
   * Starts a JVM. What an earlier one of this name left in its temporary folder is deleted; its log
   * is continued.
   *
   * @param arguments for {@code java}: options, main class and what that one takes
   */
  static ClusterProcess start(
      String name, ClusterFolder folder, Map<String, String> environment, List<String> arguments)
      throws IOException {
    Path temporary = folder.temporary(name);
    FileUtils.deleteDirectory(temporary.toFile());
    Files.createDirectories(temporary);
    String pidFile = folder.pid(name).toString();
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    List<String> command =
        new ArrayList<>(List.of("/bin/sh", "-c", KILLED_WITH_ITS_PARENT, name, pidFile, java));
    command.add("-Djava.io.tmpdir=" + temporary);
    command.addAll(arguments);
    Path log = folder.log(name);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    builder
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    long earlierBytes = Files.exists(log) ? Files.size(log) : 0;
    return new ClusterProcess(name, builder.start(), folder, earlierBytes);
  }

  /** The exit status, as a shell gives it: 137 after {@code kill -9}; nothing while it runs. */
  Optional<Integer> exitStatus() {
    return process.isAlive() ? Optional.empty() : Optional.of(process.exitValue());
  }

  /** Says whether it runs, and shows the end of its log without the frames of stack traces. */
  String report() {
    List<String> lines = logged();
    return lines.stream()
        .skip(Math.max(0, lines.size() - LOG_LINES_SHOWN))
        .collect(Collectors.joining("\n", "%n%s (%s):%n".formatted(name, state()), "\n"));
  }

  /** Says, for people, why it ended or does not do its work, and where its log is. */
  String failure() {
    List<String> lines = logged();
    String cause =
        InnermostCause.in(stackTraceOfFailure(lines))
            .or(() -> lines.stream().reduce((before, last) -> last))
            .orElse("it logged nothing");
    return "%s %s: %s (its log is %s)".formatted(name, state(), cause, log);
  }

  /** What Flink logs when the job or a process has failed for good; more follows while it ends. */
  private static List<String> stackTraceOfFailure(List<String> lines) {
    return lines.stream()
        .dropWhile(line -> !line.matches(FAILED))
        .skip(1)
        .takeWhile(line -> !line.matches(LOG_LINE))
        .toList();
  }

  private String state() {
    return process.isAlive() ? "is running" : "ended with " + process.exitValue();
  }

  /**
   * Moves a log that has grown to 32 MiB into a file beside it, in place of the one before; the
   * process goes on with an empty one.
   */
  void limitLog() throws IOException {
    if (Files.size(log) > MAX_LOG_BYTES) {
      Files.copy(log, log.resolveSibling(name + ".log.1"), StandardCopyOption.REPLACE_EXISTING);
      FileChannel.open(log, StandardOpenOption.WRITE).truncate(0).close();
      earlierBytes = 0;
    }
  }

  /**
   * The end of what it logged, without the frames of stack traces; what is not UTF-8 is replaced.
   */
  private List<String> logged() {
    try (InputStream in = Files.newInputStream(log)) {
      in.skipNBytes(Math.max(earlierBytes, Files.size(log) - MAX_BYTES_READ));
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("\t"))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Kills the JVM, waits for its end and deletes its temporary folder, where state may be. */
  @Override
  public void close() {
    try {
      process.getOutputStream().close();
      process.waitFor(10, TimeUnit.SECONDS);
      FileUtils.deleteDirectory(temporary.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
