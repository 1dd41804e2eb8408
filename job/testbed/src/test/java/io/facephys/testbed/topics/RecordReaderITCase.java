package io.facephys.testbed.topics;

import static org.awaitility.Awaitility.await;

import io.facephys.pipeline.config.TopicNames;
import io.facephys.testbed.EmbeddedKafka;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

final class RecordReaderITCase {
  private static final String TOPIC = "pulse-waveforms";

  @Test
  void partitionsThatAreAddedAreReadFromTheirBeginning() throws Exception {
    try (EmbeddedKafka kafka = EmbeddedKafka.start()) {
      Properties client = kafka.client();
      client.put("metadata.max.age.ms", "500"); // in place of five minutes
      Topics.create(client, TopicNames.DEFAULT, 1);
      try (Admin admin = Admin.create(client);
          RecordReader reader = new RecordReader(client, TOPIC, /* fromBeginning= */ false)) {
        admin.createPartitions(Map.of(TOPIC, NewPartitions.increaseTo(2))).all().get();
        sendTo(client, 1);

        await()
            .atMost(Duration.ofSeconds(30))
            .until(() -> reader.poll(Duration.ofMillis(200)).count() == 1);
      }
    }
  }

  private static void sendTo(Properties client, int partition) throws Exception {
    Properties properties = new Properties();
    properties.putAll(client);
    properties.remove("default.api.timeout.ms"); // producers do not know it
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
      producer.send(new ProducerRecord<>(TOPIC, partition, null, new byte[] {1})).get();
    }
  }
}
