package io.facephys.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the examples in other languages write; skips where a language or its libraries are absent.
 */
final class ProducerExamplesTest {
  private static final Path EXAMPLES =
      Path.of(System.getProperty("facephys.root"), "schemas", "examples");

  @ParameterizedTest
  @ValueSource(strings = {"python3", "/usr/bin/python3"})
  void pythonWritesTheChunkOfTheContract(String python) throws Exception {
    assumeRuns(python, "-c", "import avro.io, avro.schema");
    assertWritesTheChunk(
        python,
        "-B",
        "-c",
        "import sys, producer;"
            + "sys.stdout.buffer.write(producer.encode('person', 'door', 7, [1000, 34333],"
            + " bytes(range(256)) * 30 + bytes(96)))");
  }

  @Test
  void nodeWritesTheChunkOfTheContract() throws Exception {
    assumeRuns("node", "--input-type=module", "-e", "import 'avsc';");
    assertWritesTheChunk(
        "node",
        "--input-type=module",
        "-e",
        "import { encode } from './producer.mjs';"
            + "const ramp = Buffer.from(Array.from({ length: 7680 }, (_, i) => i % 256));"
            + "const frames = Buffer.concat([ramp, Buffer.alloc(96)]);"
            + "process.stdout.write(encode('person', 'door', 7, [1000, 34333], frames));");
  }

  private static void assertWritesTheChunk(String... command) throws Exception {
    Process process = start(command);
    byte[] bytes = process.getInputStream().readAllBytes();
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).isZero();
    FaceChunk chunk = SingleObjectFormat.FACE_CHUNK.decode(bytes);

    assertThat(chunk.getSubjectId()).isEqualTo("person");
    assertThat(chunk.getCameraId()).isEqualTo("door");
    assertThat(chunk.getSequence()).isEqualTo(7);
    assertThat(chunk.getCaptureTimesMicros()).containsExactly(1000L, 34_333L);
    assertThat(chunk.getHeight()).isEqualTo(CropContract.HEIGHT);
    assertThat(chunk.getWidth()).isEqualTo(CropContract.WIDTH);
    assertThat(chunk.getPixelFormat()).isEqualTo(PixelFormat.RGB8);
    ByteBuffer frames = ByteBuffer.allocate(2 * CropContract.FRAME_BYTES);
    for (int i = 0; i < 7680; i++) {
      frames.put(i, (byte) i);
    }
    assertThat(chunk.getFrames()).isEqualTo(frames);
  }

  private static void assumeRuns(String... command) throws InterruptedException {
    try {
      Process process = start(command);
      assumeTrue(
          process.waitFor(1, TimeUnit.MINUTES) && process.exitValue() == 0,
          command[0] + " lacks the library for Avro");
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
