package io.facephys.testbed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facephys.pipeline.config.Topic;
import io.facephys.pipeline.config.TopicNames;
import io.facephys.schemas.CropContract;
import io.facephys.testbed.topics.ChunkSender;
import io.facephys.testbed.topics.Topics;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.junit.jupiter.api.Test;

final class EmbeddedKafkaITCase {
  private static final int PARTITIONS = 30; // their leaders take a while to come

  @Test
  void brokerAnswersAndLeavesNothingBehind() throws Exception {
    List<ProcessHandle> before = children();
    List<Path> foldersBefore = folders();
    try (EmbeddedKafka kafka = EmbeddedKafka.start()) {
      Properties client = kafka.client();
      assertThatThrownBy(() -> Topics.expect(client, "face-chunks"))
          .hasMessageContaining("'face-chunks' does not exist on 127.0.0.1")
          .hasMessageContaining("--create-topics");
      Topics.create(client, TopicNames.DEFAULT, 2);
      Topics.create(client, TopicNames.DEFAULT, 2); // those that are there stay
      Topics.expect(client, "face-chunks");
      assertThat(children()).hasSizeGreaterThan(before.size());
    }
    assertThat(children()).isEqualTo(before);
    assertThat(folders()).isEqualTo(foldersBefore);
  }

  @Test
  void createdTopicsTakeChunksAtOnce() throws Exception {
    ByteBuffer frames = ByteBuffer.allocate(CropContract.FRAME_BYTES);
    try (EmbeddedKafka kafka = EmbeddedKafka.start()) {
      Properties client = kafka.client();
      client.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, "20000"); // in place of two minutes
      Topics.create(client, TopicNames.DEFAULT, PARTITIONS);
      try (ChunkSender sender = new ChunkSender(client, TopicNames.DEFAULT.of(Topic.FACE_CHUNKS))) {
        for (int i = 0; i < 20 * PARTITIONS; i++) {
          sender.send("subject-" + i, "camera", new long[] {i}, frames);
        }
        assertThatCode(sender::flush).doesNotThrowAnyException();
      }
    }
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
