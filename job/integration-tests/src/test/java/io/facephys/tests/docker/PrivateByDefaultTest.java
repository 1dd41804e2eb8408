package io.facephys.tests.docker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.facephys.tests.TestClip;
import java.io.IOException;
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
