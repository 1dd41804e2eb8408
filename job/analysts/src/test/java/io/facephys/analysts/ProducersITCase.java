package io.facephys.analysts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.facephys.cli.FacePhys;
import io.facephys.pipeline.config.TopicNames;
import io.facephys.testbed.EmbeddedKafka;
import io.facephys.testbed.topics.Topics;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * The producers in other languages, on a real broker, as {@code ./facephys check} sees them; skips
 * where a language or its libraries are absent.
 */
final class ProducersITCase {
  private static final Path EXAMPLES =
      Path.of(System.getProperty("facephys.root"), "schemas", "examples");
  private static final int FAULT = 3; // they send a grey square, which is no face

  @Test
  void pythonKeepsTheContract() throws Exception {
    assumeRuns("/usr/bin/python3", "-c", "import avro.schema, kafka");
    assertKeepsTheContract("python-camera", "/usr/bin/python3", "-B", "producer.py");
  }

  @Test
  void nodeKeepsTheContract() throws Exception {
    assumeRuns("node", "--input-type=module", "-e", "import 'avsc'; import 'kafkajs';");
    assertKeepsTheContract("node-camera", "node", "producer.mjs");
  }

  private static void assertKeepsTheContract(String camera, String... command) throws Exception {
    try (EmbeddedKafka kafka = EmbeddedKafka.start()) {
      Topics.create(kafka.client(), TopicNames.DEFAULT, /* partitions= */ 2);
      List<String> started = new ArrayList<>(List.of(command));
      started.add(kafka.bootstrapServers());
      assertThat(exitCode(started.toArray(String[]::new))).isZero();

      String checked = check(kafka.bootstrapServers());
      assertThat(checked).contains("camera " + camera).contains("360 frames");
      for (String point :
          List.of(
              "records",
              "frame rate",
              "even times",
              "gaps",
              "order",
              "numbering",
              "clock",
              "overexposure",
              "darkness",
              "value range",
              "colour order",
              "frozen")) {
        assertThat(checked).containsPattern("  %s +ok ".formatted(point));
      }
      assertThat(checked).containsPattern("  face +FAULT ");
    }
  }

  private static String check(String brokers) {
    PrintStream console = System.out;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    try {
      int exitCode =
          FacePhys.commandLine()
              .execute(
                  "check", "--bootstrap-servers=" + brokers, "--from-beginning", "--duration=1");
      assertThat(exitCode).as(bytes.toString(StandardCharsets.UTF_8)).isEqualTo(FAULT);
    } finally {
      System.setOut(console);
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private static void assumeRuns(String... command) throws InterruptedException {
    try {
      assumeTrue(exitCode(command) == 0, command[0] + " lacks a library");
    } catch (IOException e) {
      assumeTrue(false, command[0] + " is not on this machine");
    }
  }

  private static int exitCode(String... command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command)
            .directory(EXAMPLES.toFile())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    return process.exitValue();
  }
}
