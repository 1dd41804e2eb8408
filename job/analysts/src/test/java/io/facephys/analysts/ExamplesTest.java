package io.facephys.analysts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.facephys.schemas.JsonFormat;
import io.facephys.schemas.SingleObjectFormat;
import io.facephys.schemas.VitalSigns;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The examples in other languages; skips where a language or its library is absent. */
final class ExamplesTest {
  private static final Path EXAMPLES =
      Path.of(System.getProperty("facephys.root"), "schemas", "examples");

  @Test
  void nodeGivesMinuteMedians() throws Exception {
    assumeRuns("node", "--version");
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    JsonFormat<VitalSigns> json = new JsonFormat<>(VitalSigns.class);
    for (VitalSigns row : Ward.rows()) {
      lines.writeBytes(json.encode(row));
      lines.write('\n');
    }

    assertThat(output(lines.toByteArray(), "node", "medians.mjs").lines())
        .containsExactly(
            "anna\tdoor\t2026-01-01T00:00:00.000Z\t89.50\t60",
            "anna\tdoor\t2026-01-01T00:01:00.000Z\t70.00\t60",
            "bert\tdoor\t2026-01-01T00:00:00.000Z\t80.25\t30",
            "bert\tdoor\t2026-01-01T00:01:00.000Z\t80.25\t30",
            "bert\thall\t2026-01-01T00:00:00.000Z\t80.25\t30",
            "bert\thall\t2026-01-01T00:01:00.000Z\t80.25\t30",
            "wall\tdoor\t2026-01-01T00:00:00.000Z\t-\t0",
            "wall\tdoor\t2026-01-01T00:01:00.000Z\t-\t0");
  }

  @ParameterizedTest
  @ValueSource(strings = {"python3", "/usr/bin/python3"})
  void fastavroReadsTheDefaultFormat(String python) throws Exception {
    assumeRuns(python, "-c", "import fastavro");
    byte[] message = SingleObjectFormat.VITAL_SIGNS.encode(Ward.rows().get(0));

    String read =
        output(
            message,
            python,
            "-B",
            "-c",
            "import sys, reader; row ="
                + " reader.decode(sys.stdin.buffer.read());print(row['subjectId'],"
                + " row['pulseRateBpm'], row['rmssdMillis'], row['windowEnd'])");

    assertThat(read.strip()).isEqualTo("anna 60.0 None 2026-01-01 00:00:00+00:00");
  }

  private static String output(byte[] input, String... command) throws Exception {
    Process process = start(command);
    try (OutputStream in = process.getOutputStream()) {
      in.write(input);
    }
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).isZero();
    return text;
  }

  private static void assumeRuns(String... command) throws InterruptedException {
    try {
      Process process = start(command);
      assumeTrue(
          process.waitFor(1, TimeUnit.MINUTES) && process.exitValue() == 0,
          command[0] + " lacks a library");
    } catch (IOException e) {
      assumeTrue(false, command[0] + " is not on this machine");
    }
  }

  private static Process start(String... command) throws IOException {
    return new ProcessBuilder(command)
        .directory(EXAMPLES.toFile())
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }
}
