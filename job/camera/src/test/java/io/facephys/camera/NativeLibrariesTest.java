package io.facephys.camera;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.openblas.global.openblas;
import org.bytedeco.opencv.global.opencv_core;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The table of native libraries in job/camera/README.md. */
final class NativeLibrariesTest {
  private static final Path README =
      Path.of(System.getProperty("facephys.root"), "job", "camera", "README.md");

  @ParameterizedTest
  @ValueSource(classes = {opencv_core.class, openblas.class, avutil.class})
  void versionAndSizeAreThoseOfTheTable(Class<?> library) throws Exception {
    Path jar = Path.of(library.getProtectionDomain().getCodeSource().getLocation().toURI());
    Path version = jar.getName(jar.getNameCount() - 2); // .../NAME/VERSION/NAME-VERSION.jar
    Path name = jar.getName(jar.getNameCount() - 3);
    Path natives = jar.resolveSibling("%s-%s-linux-x86_64.jar".formatted(name, version));
    double megabytes = (Files.size(jar) + Files.size(natives)) / 1e6;

    List<String> rows =
        Files.readAllLines(README).stream()
            .filter(line -> line.startsWith("| `org.bytedeco:%s`".formatted(name)))
            .toList();
    assertThat(rows)
        .singleElement()
        .asString()
        .contains(
            "| %s | %s MB |".formatted(version, String.format(Locale.ROOT, "%.1f", megabytes)));
  }
}
