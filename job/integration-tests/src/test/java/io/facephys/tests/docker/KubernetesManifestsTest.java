package io.facephys.tests.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.MapperConfig;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.fabric8.openshift.api.model.monitoring.v1.PodMonitor;
import io.fabric8.openshift.api.model.monitoring.v1.PrometheusRule;
import io.facephys.tests.TestClip;
import io.strimzi.api.kafka.model.topic.KafkaTopic;
import io.strimzi.api.kafka.model.user.KafkaUser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.flink.kubernetes.operator.api.FlinkDeployment;
import org.junit.jupiter.api.Test;

/**
 * The manifests in docker/kubernetes load into the classes of Kubernetes, Flink's operator and
 * Strimzi, and each field is known there.
 */
final class KubernetesManifestsTest {
  private static final Path FOLDER = TestClip.ROOT.resolve("docker/kubernetes");

  private static final Map<String, Class<? extends HasMetadata>> KINDS =
      Map.ofEntries(
          Map.entry("ConfigMap", ConfigMap.class),
          Map.entry("FlinkDeployment", FlinkDeployment.class),
          Map.entry("KafkaTopic", KafkaTopic.class),
          Map.entry("KafkaUser", KafkaUser.class),
          Map.entry("NetworkPolicy", NetworkPolicy.class),
          Map.entry("PodDisruptionBudget", PodDisruptionBudget.class),
          Map.entry("PodMonitor", PodMonitor.class),
          Map.entry("PrometheusRule", PrometheusRule.class),
          Map.entry("Role", Role.class),
          Map.entry("RoleBinding", RoleBinding.class),
          Map.entry("ServiceAccount", ServiceAccount.class));

  /** Fails on unknown fields, also in classes that would keep them for others to look at. */
  private static final YAMLMapper STRICT =
      YAMLMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .annotationIntrospector(
              new JacksonAnnotationIntrospector() {
                private static final long serialVersionUID = 1L;

                @Override
                public JsonIgnoreProperties.Value findPropertyIgnoralByName(
                    MapperConfig<?> config, Annotated annotated) {
                  return super.findPropertyIgnoralByName(config, annotated).withoutIgnoreUnknown();
                }

                @Override
                public Boolean hasAnySetter(Annotated annotated) {
                  return false;
                }
              })
          .build();

  @Test
  void everyFieldOfEveryManifestIsKnown() throws IOException {
    List<String> kinds = new ArrayList<>();
    for (Path file : manifests()) {
      for (JsonNode document : documents(Files.readString(file))) {
        HasMetadata read = read(document);
        assertThat(read.getMetadata().getName()).as(file.toString()).isNotBlank();
        kinds.add(document.path("kind").asText());
      }
    }
    assertThat(kinds).containsAll(KINDS.keySet());
  }

  @Test
  void misspelledFieldFails() throws IOException {
    for (String[] wrong :
        new String[][] {
          {"base/flink-deployment.yaml", "upgradeMode", "upgradeMod"},
          {"base/flink-deployment.yaml", "readOnlyRootFilesystem", "readOnlyRootFileSystem"},
          {"base/flink-deployment.yaml", "ephemeralStorage", "ephemeral-storage"},
          {"base/network-policies.yaml", "podSelector", "podsSelector"},
          {"base/disruption-budget.yaml", "maxUnavailable", "maxUnavailables"},
          {"base/kafka-users.yaml", "patternType", "pattern"},
          {"base/kafka-topics.yaml", "partitions", "partition"},
          {"monitoring/pod-monitor.yaml", "podMetricsEndpoints", "podMetricEndpoints"},
          {"monitoring/prometheus-rule.yaml", "annotations", "annotation"},
        }) {
      String text = Files.readString(FOLDER.resolve(wrong[0]));
      assertThat(text).contains(wrong[1] + ":");
      String misspelled = text.replace(wrong[1] + ":", wrong[2] + ":");
      assertThatThrownBy(
              () -> {
                for (JsonNode document : documents(misspelled)) {
                  read(document);
                }
              })
          .as(wrong[2])
          .hasMessageContaining(wrong[2]);
    }
  }

  @Test
  void kustomizationsNameTheFilesBesideThem() throws IOException {
    for (Path folder :
        List.of(
            FOLDER.resolve("base"),
            FOLDER.resolve("monitoring"),
            overlay("small"),
            overlay("large"))) {
      JsonNode kustomization =
          documents(Files.readString(folder.resolve("kustomization.yaml"))).get(0);
      List<Path> named = new ArrayList<>();
      kustomization.path("resources").forEach(file -> named.add(folder.resolve(file.asText())));
      kustomization
          .path("patches")
          .forEach(patch -> named.add(folder.resolve(patch.path("path").asText())));
      assertThat(named).isNotEmpty().allMatch(Files::exists);
      for (Path file : manifests()) {
        if (file.startsWith(folder)) {
          assertThat(named).contains(file);
        }
      }
    }
  }

  @Test
  void slotsOfTheTaskManagersSufficeForTheJobWithOneTaskManagerLost() throws IOException {
    for (String size : List.of("small", "large")) {
      JsonNode base = spec(FOLDER.resolve("base"));
      JsonNode overlay = spec(overlay(size));
      JsonNode slots = overlay.at("/flinkConfiguration/taskmanager.numberOfTaskSlots");
      int each =
          (slots.isMissingNode()
                  ? base.at("/flinkConfiguration/taskmanager.numberOfTaskSlots")
                  : slots)
              .asInt();
      int managers = overlay.at("/taskManager/replicas").asInt();
      int parallelism = overlay.at("/job/parallelism").asInt();
      assertThat(parallelism).isPositive().isLessThanOrEqualTo(each * (managers - 1));
    }
  }

  private static JsonNode spec(Path folder) throws IOException {
    return documents(Files.readString(folder.resolve("flink-deployment.yaml"))).get(0).path("spec");
  }

  private static Path overlay(String size) {
    return FOLDER.resolve("overlays").resolve(size);
  }

  private static HasMetadata read(JsonNode document) throws IOException {
    String kind = document.path("kind").asText();
    assertThat(KINDS).containsKey(kind);
    return STRICT.treeToValue(document, KINDS.get(kind));
  }

  /**
   * The documents of a file. The operator's newest API that Maven Central has here knows Flink up
   * to 1.20, so the version of Flink is replaced.
   */
  private static List<JsonNode> documents(String text) throws IOException {
    List<JsonNode> documents = new ArrayList<>();
    STRICT
        .readerFor(JsonNode.class)
        .<JsonNode>readValues(text.replace("flinkVersion: v2_3", "flinkVersion: v1_20"))
        .forEachRemaining(documents::add);
    return documents;
  }

  private static List<Path> manifests() throws IOException {
    try (Stream<Path> files = Files.walk(FOLDER)) {
      return files
          .filter(file -> file.toString().endsWith(".yaml"))
          .filter(file -> !file.endsWith("kustomization.yaml"))
          .toList();
    }
  }
}
