package io.facephys.local.cluster;

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
import org.apache.flink.util.FileUtils;

/** One JVM of a cluster; it never outlives the process that started it. */
final class ClusterProcess implements AutoCloseable {
  private static final int LOG_LINES_SHOWN = 40;

  /**
   * Kills the JVM when the pipe from the process that started it ends, which it also does when that
   * process is killed. Ctrl-C, which reaches every process in the terminal, is ignored. The first
   * argument is the file that takes the JVM's id; the shell's exit status is the JVM's.
   */
  private static final String KILLED_WITH_ITS_PARENT =
      """
      trap '' INT
      pid_file=$1
      shift
      exec 3<&0
      "$@" </dev/null 3<&- &
      jvm=$!
      echo $jvm > "$pid_file"
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

  private ClusterProcess(String name, Process process, Path log) {
    this.name = name;
    this.process = process;
    this.log = log;
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
    List<String> command =
        new ArrayList<>(
            List.of(
                "/bin/sh",
                "-c",
                KILLED_WITH_ITS_PARENT,
                name,
                folder.pid(name).toString(),
                java()));
    command.add("-Djava.io.tmpdir=" + temporary);
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    builder
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.log(name).toFile()));
    return new ClusterProcess(name, builder.start(), folder.log(name));
  }

  private static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** The exit status, as a shell gives it: 137 after {@code kill -9}; nothing while it runs. */
  Optional<Integer> exitStatus() {
    return process.isAlive() ? Optional.empty() : Optional.of(process.exitValue());
  }

  /** What it is, whether it runs, and the end of its log without the frames of stack traces. */
  String report() {
    try {
      List<String> lines =
          Files.readAllLines(log).stream().filter(line -> !line.startsWith("\t")).toList();
      String state = process.isAlive() ? "running" : "ended with " + process.exitValue();
      return lines.stream()
          .skip(Math.max(0, lines.size() - LOG_LINES_SHOWN))
          .collect(Collectors.joining("\n", "%n%s (%s):%n".formatted(name, state), "\n"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Kills the JVM and waits for its end. */
  @Override
  public void close() {
    try {
      process.getOutputStream().close();
      process.waitFor(10, TimeUnit.SECONDS);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
