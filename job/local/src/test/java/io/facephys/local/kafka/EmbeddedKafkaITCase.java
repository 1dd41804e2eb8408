package io.facephys.local.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facephys.pipeline.JobOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class EmbeddedKafkaITCase {
  @Test
  void brokerAnswersAndLeavesNothingBehind() throws Exception {
    List<ProcessHandle> before = children();
    List<Path> foldersBefore = folders();
    try (EmbeddedKafka kafka = EmbeddedKafka.start()) {
      Properties client = new KafkaArguments(kafka.bootstrapServers()).client();
      assertThatThrownBy(() -> Topics.expect(client, "face-chunks"))
          .hasMessageContaining("'face-chunks' does not exist on 127.0.0.1")
          .hasMessageContaining("--create-topics");
      Topics.create(client, JobOptions.Topics.DEFAULT, 2);
      Topics.create(client, JobOptions.Topics.DEFAULT, 2); // those that are there stay
      Topics.expect(client, "face-chunks");
      assertThat(children()).hasSizeGreaterThan(before.size());
    }
    assertThat(children()).isEqualTo(before);
    assertThat(folders()).isEqualTo(foldersBefore);
  }

  private static List<ProcessHandle> children() {
    return ProcessHandle.current().children().filter(ProcessHandle::isAlive).toList();
  }

  private static List<Path> folders() throws IOException {
    try (Stream<Path> all = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return all.filter(path -> path.toString().contains("facephys-kafka")).sorted().toList();
    }
  }
}
