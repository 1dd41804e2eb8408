package io.facephys.cli.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.facephys.cli.FacePhys;
import io.facephys.pipeline.config.TopicNames;
import io.facephys.testbed.EmbeddedKafka;
import io.facephys.testbed.FreePort;
import io.facephys.testbed.topics.Topics;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.math3.stat.descriptive.rank.Median;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What 200 subjects cost the server and the page; prints a line a minute. {@code
 * -Dfacephys.minutes=N} sets how many.
 */
@Tag("cluster")
final class DashboardLoadITCase {
  private static final int SUBJECTS = 200;
  private static final int MINUTES = Integer.getInteger("facephys.minutes", 3);
  private static final String TOKEN = "0123456789abcdef";

  /** Frames a second and the longest frame, milliseconds, over 20 s. */
  private static final String FRAMES =
      "const done = arguments[0], start = performance.now(); let frames = 0, last = start, longest"
          + " = 0;requestAnimationFrame(function next() { const now = performance.now();"
          + " frames++;longest = Math.max(longest, now - last); last = now;now - start < 20000 ?"
          + " requestAnimationFrame(next): done([frames / (now - start) * 1000, longest,"
          + " performance.memory.usedJSHeapSize / 1e6]); })";

  @Test
  void twoHundredSubjectsMoveAndMemoryStaysBounded(@TempDir Path folder) throws Exception {
    try (EmbeddedKafka kafka = EmbeddedKafka.start();
        Browser browser =
            Browser.start(folder.resolve("profile"), "--enable-precise-memory-info")) {
      Topics.create(kafka.client(), TopicNames.DEFAULT, 2);
      int port = FreePort.otherThan(Set.of());
      Process server = server(kafka, port, folder.resolve("server.log"));
      try (SyntheticOutput job =
          new SyntheticOutput(kafka.client(), TopicNames.DEFAULT, subjects(), Set.of())) {
        browser.show(1280, 800, false, true);
        Awaitility.await()
            .atMost(Duration.ofSeconds(60))
            .ignoreExceptions()
            .until(
                () -> {
                  browser.open("http://127.0.0.1:%d/?token=%s".formatted(port, TOKEN));
                  return browser.text("h1").equals("FacePhys");
                });
        TimeUnit.SECONDS.sleep(20); // until the JIT is done
        System.out.println(
            "minute  frames/s  longest ms  page heap MB  browser MB  browser CPU %  server MB "
                + " server CPU %");
        double[] framesPerSecond = new double[MINUTES];
        for (int minute = 0; minute < MINUTES; minute++) {
          framesPerSecond[minute] = measure(minute + 1, browser, server);
        }
        // Other programs may take the cores for a minute.
        assertThat(new Median().evaluate(framesPerSecond)).as("frames/s").isGreaterThan(10);
      } finally {
        server.destroy();
        server.waitFor();
      }
    }
  }

  /** Prints a line after a minute; the page's frames a second. */
  private static double measure(int minute, Browser browser, Process server) throws Exception {
    long start = System.nanoTime();
    Duration serverCpu = cpu(Stream.of(server.toHandle()));
    Duration browserCpu = cpu(browserProcesses());
    List<?> frames = (List<?>) browser.await(FRAMES);
    TimeUnit.NANOSECONDS.sleep(TimeUnit.MINUTES.toNanos(1) - (System.nanoTime() - start));
    double seconds = (System.nanoTime() - start) / 1e9;
    double framesPerSecond = ((Number) frames.get(0)).doubleValue();
    double heap = ((Number) frames.get(2)).doubleValue();
    System.out.printf(
        "%6d %9.1f %11.0f %13.1f %11.0f %14.0f %10.0f %13.0f%n",
        minute,
        framesPerSecond,
        ((Number) frames.get(1)).doubleValue(),
        heap,
        megabytes(browserProcesses()),
        100 * cpu(browserProcesses()).minus(browserCpu).toMillis() / 1e3 / seconds,
        megabytes(Stream.of(server.toHandle())),
        100 * cpu(Stream.of(server.toHandle())).minus(serverCpu).toMillis() / 1e3 / seconds);
    assertThat(heap).as("MB of the page's heap").isLessThan(300);
    return framesPerSecond;
  }

  private static List<String> subjects() {
    return IntStream.rangeClosed(1, SUBJECTS).mapToObj("subject-%03d"::formatted).toList();
  }

  private static Process server(EmbeddedKafka kafka, int port, Path log) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx512m",
            FacePhys.class.getName(),
            "dashboard",
            "--bootstrap-servers=" + kafka.bootstrapServers(),
            "--port=" + port,
            "--token=" + TOKEN);
    builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
    File file = log.toFile();
    return builder.redirectErrorStream(true).redirectOutput(file).start();
  }

  private static Stream<ProcessHandle> browserProcesses() {
    return ProcessHandle.current()
        .descendants()
        .filter(process -> process.info().command().orElse("").contains("chromium"));
  }

  private static Duration cpu(Stream<ProcessHandle> processes) {
    return processes
        .map(process -> process.info().totalCpuDuration().orElse(Duration.ZERO))
        .reduce(Duration.ZERO, Duration::plus);
  }

  /** Proportional set size: pages that several processes share count once. */
  private static double megabytes(Stream<ProcessHandle> processes) {
    return processes.mapToLong(DashboardLoadITCase::kilobytes).sum() / 1e3;
  }

  private static long kilobytes(ProcessHandle process) {
    try (Stream<String> lines =
        Files.lines(Path.of("/proc", Long.toString(process.pid()), "smaps_rollup"))) {
      return lines
          .filter(line -> line.startsWith("Pss:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
          .sum();
    } catch (IOException e) {
      return 0; // it has ended
    }
  }
}
