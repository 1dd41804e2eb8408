package io.facephys.tests.docker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.facephys.tests.TestClip;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Flink has no login: who can reach its ports in compose and on Kubernetes. */
final class PrivateByDefaultTest {
  @Test
  void composePublishesPortsOnThisMachineOnly() throws IOException {
    List<String> ports = new ArrayList<>();
    for (JsonNode service : read("compose.yaml").get(0).path("services")) {
      service.path("ports").forEach(port -> ports.add(port.asText()));
    }
    assertThat(ports)
        .contains("127.0.0.1:8081:8081")
        .allSatisfy(port -> assertThat(port).startsWith("127.0.0.1:"));
  }

  @Test
  void onKubernetesOnlyTheJobTheOperatorAndPrometheusGetIn() throws IOException {
    Set<String> allowed = new TreeSet<>();
    for (JsonNode policy : read("kubernetes/base/network-policies.yaml")) {
      for (JsonNode rule : policy.at("/spec/ingress")) {
        assertThat(rule.path("from")).as("whom a rule lets in").isNotEmpty();
        for (JsonNode from : rule.path("from")) {
          for (JsonNode label : from.findValues("matchLabels")) {
            label.forEach(
                value -> allowed.add(value.asText() + ' ' + rule.findValuesAsText("port")));
          }
        }
      }
    }
    assertThat(allowed)
        .containsExactly("facephys []", "flink-operator [8081]", "monitoring [9249]");
  }

  /** States, demo pictures and whatever else may show a face. */
  @Test
  void whatTheRepositoryIgnoresStaysOutOfTheImagesBuild() throws IOException {
    List<String> kept = Files.readAllLines(TestClip.ROOT.resolve("docker/Dockerfile.dockerignore"));
    assertThat(kept).containsAll(ignored("")).containsAll(ignored("weights/training/"));
  }

  /** The patterns of a folder's .gitignore, as Docker writes them. */
  private static List<String> ignored(String folder) throws IOException {
    return Files.readAllLines(TestClip.ROOT.resolve(folder + ".gitignore")).stream()
        .map(line -> line.replaceFirst("/$", ""))
        .map(line -> line.startsWith("/") ? line.substring(1) : "**/" + line)
        .map(pattern -> folder + pattern)
        .toList();
  }

  private static List<JsonNode> read(String file) throws IOException {
    YAMLMapper mapper = new YAMLMapper();
    try (var documents =
        mapper
            .readerFor(JsonNode.class)
            .<JsonNode>readValues(TestClip.ROOT.resolve("docker").resolve(file).toFile())) {
      return documents.readAll();
    }
  }
}
