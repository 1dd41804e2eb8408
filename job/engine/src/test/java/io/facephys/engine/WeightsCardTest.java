package io.facephys.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class WeightsCardTest {
  @Test
  void checksumOfTheCardIsThatOfTheWeightsInTheJar() throws IOException {
    List<String> card =
        Files.readAllLines(Path.of(System.getProperty("facephys.root"), "weights", "README.md"));
    ModelFiles files = ModelFiles.ofDefault();

    assertThat(rowOf("pulse.weights.h5", card)).endsWith("`" + sha256(files.model()) + "` |");
  }

  private static String rowOf(String file, List<String> card) {
    return card.stream().filter(row -> row.startsWith("| `" + file)).findFirst().orElseThrow();
  }

  private static String sha256(byte[] file) {
    return ModelIdentity.of("any", file).sha256();
  }
}
