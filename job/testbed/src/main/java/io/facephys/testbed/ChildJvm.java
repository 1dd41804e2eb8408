package io.facephys.testbed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/**
 * A Java program in a JVM of its own, such as the Kafka broker. It ends when it is closed or with
 * this JVM, whichever comes first. Ctrl-C in the terminal does not end it, so that this JVM can end
 * its children in the right order. Not for several threads.
 */
final class ChildJvm implements AutoCloseable {
  private static final Duration POLL_INTERVAL = Duration.ofMillis(200);
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);
  private static final int LOG_LINES_SHOWN = 20;

  private final JavaCommand command;
  private final Path log;
  private final Process process;

  /**
   * What to run.
   *
   * @param name for messages, such as "the Kafka broker"
   * @param classPath must hold {@link ChildMain}, too
   */
  record JavaCommand(
      String name,
      String classPath,
      List<String> jvmOptions,
      String mainClass,
      List<String> arguments) {}

  private ChildJvm(JavaCommand command, Path log, Process process) {
    this.command = command;
    this.log = log;
    this.process = process;
  }

  /** Starts the program; {@code log} receives its standard output and standard error. */
  static ChildJvm start(JavaCommand command, Path log) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(line(command));
    builder.environment().put("CLASSPATH", command.classPath);
    builder.redirectErrorStream(true).redirectOutput(log.toFile());
    return new ChildJvm(command, log, builder.start());
  }

  private static List<String> line(JavaCommand command) {
    // Ctrl-C sends SIGINT to every process in the terminal. The shell ignores it, and so then does
    // the JVM, which lets the parent end its children in the right order.
    List<String> line =
        new ArrayList<>(List.of("/bin/sh", "-c", "trap '' INT; exec \"$@\"", command.name));
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(command.jvmOptions);
    line.add(ChildMain.class.getName());
    line.add(command.mainClass);
    line.addAll(command.arguments);
    return line;
  }

  /**
   * Waits until {@code ready} returns true.
   *
   * @throws IllegalStateException if the program ends first or {@code timeout} passes; the message
   *     holds the last lines of the log
   */
  void await(Callable<Boolean> ready, Duration timeout) throws Exception {
    Instant deadline = Instant.now().plus(timeout);
    while (true) {
      if (!process.isAlive()) {
        throw failure("ended with exit code " + process.exitValue());
      }
      if (ready.call()) {
        return;
      }
      if (Instant.now().isAfter(deadline)) {
        throw failure("was not ready within %d s".formatted(timeout.toSeconds()));
      }
      process.waitFor(POLL_INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private IllegalStateException failure(String what) throws IOException {
    List<String> lines = Files.readAllLines(log);
    List<String> end = lines.subList(Math.max(0, lines.size() - LOG_LINES_SHOWN), lines.size());
    return new IllegalStateException(
        "%s %s; the end of its log:%n%s"
            .formatted(command.name, what, String.join(System.lineSeparator(), end)));
  }

  /** Waits for the program to end by itself; false if it runs on. */
  boolean awaitEnd(Duration timeout) throws InterruptedException {
    return process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS);
  }

  ProcessHandle handle() {
    return process.toHandle();
  }

  @Override
  public void close() {
    try {
      process.getOutputStream().close(); // ChildMain ends with its standard input
      if (!awaitEnd(CLOSE_TIMEOUT)) {
        process.destroyForcibly().waitFor();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
