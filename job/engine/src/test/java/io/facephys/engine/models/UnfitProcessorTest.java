package io.facephys.engine.models;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.facephys.engine.Engine;
import io.facephys.engine.EngineOptions;
import io.facephys.engine.ModelFiles;
import io.facephys.engine.ModelFormatException;
import io.facephys.engine.Provider;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Engine {@code kernel} on processors that it is not made for, as Java shows them on request. */
final class UnfitProcessorTest {
  @ParameterizedTest
  @CsvSource({"-XX:-UseFMA, fused multiply-add", "-XX:MaxVectorSize=8, vectors of 4 floats"})
  void theKernelEngineIsRefusedWithTheRemedy(String option, String reason) throws Exception {
    Process java =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                option,
                "--add-modules=jdk.incubator.vector",
                "-cp",
                System.getProperty("java.class.path"),
                Loader.class.getName())
            .redirectErrorStream(true)
            .start();
    java.getOutputStream().close();
    String printed = new String(java.getInputStream().readAllBytes(), UTF_8);

    assertThat(java.waitFor()).as(printed).isZero();
    assertThat(printed).contains(reason, "use engine onnx");
  }

  /** Prints why the kernel engine does not load. */
  static final class Loader {
    private Loader() {}

    public static void main(String[] arguments) {
      EngineOptions kernel = new EngineOptions(null, Provider.CPU, Engine.KERNEL);
      try {
        PulseModels.load(ModelFiles.ofDefault(), kernel).close();
      } catch (ModelFormatException e) {
        System.out.println(e.getMessage());
      }
    }
  }
}
