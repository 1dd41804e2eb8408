package io.facephys.operations.cluster;

import io.facephys.console.InnermostCause;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.flink.util.FileUtils;

/** One JVM of a cluster; it never outlives the process that started it. */
final class ClusterProcess implements AutoCloseable {
  private static final int LOG_LINES_SHOWN = 40;
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
  private final long earlierLines; // of earlier processes of this name, in the log

  private ClusterProcess(String name, Process process, ClusterFolder folder, long earlierLines) {
    this.name = name;
    this.process = process;
    this.log = folder.log(name);
    this.temporary = folder.temporary(name);
    this.earlierLines = earlierLines;
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
    long earlierLines = Files.exists(log) ? Files.readAllLines(log).size() : 0;
    return new ClusterProcess(name, builder.start(), folder, earlierLines);
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

  /** What it logged, without the frames of stack traces. */
  private List<String> logged() {
    try (Stream<String> lines = Files.lines(log)) {
      return lines.skip(earlierLines).filter(line -> !line.startsWith("\t")).toList();
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
