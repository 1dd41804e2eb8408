package io.facephys.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** One JVM of a Flink cluster; it never outlives the process that started it. */
final class FlinkProcess implements AutoCloseable {
  private static final int LOG_LINES_SHOWN = 40;

  /**
   * Kills the JVM when the pipe from the process that started it ends, which it also does when that
   * process is killed. The shell's exit status is the JVM's.
   */
  private static final String KILLED_WITH_ITS_PARENT =
      """
      exec 3<&0
      "$@" </dev/null 3<&- &
      jvm=$!
      (read -r end <&3; kill -9 $jvm) &
      watcher=$!
      wait $jvm
      status=$?
      kill $watcher
      exit $status
      """;

  private final String name;
  private final Process process;
  private final Path log;

  private FlinkProcess(String name, Process process, Path log) {
    this.name = name;
    this.process = process;
    this.log = log;
  }

  /**
   * Starts a JVM.
   *
   * @param name for its log and for messages
   * @param home takes its log and its temporary files
   * @param arguments for {@code java}: options, main class and what that one takes
   */
  static FlinkProcess start(
      String name, Path home, Map<String, String> environment, List<String> arguments)
      throws IOException {
    List<String> command =
        new ArrayList<>(List.of("/bin/sh", "-c", KILLED_WITH_ITS_PARENT, name, java()));
    command.add("-Djava.io.tmpdir=" + home);
    // Without a configuration Log4j writes errors to standard output; these are to be explained.
    command.add("-Dorg.apache.logging.log4j.level=WARN");
    command.addAll(arguments);
    Path log = home.resolve(name + ".log");
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    return new FlinkProcess(
        name, builder.redirectErrorStream(true).redirectOutput(log.toFile()).start(), log);
  }

  private static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  boolean isAlive() {
    return process.isAlive();
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
