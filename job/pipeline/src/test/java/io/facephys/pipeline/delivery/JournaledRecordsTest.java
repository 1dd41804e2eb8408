package io.facephys.pipeline.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.facephys.pipeline.delivery.TransactionJournal.Offsets;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.sink.KafkaWriterState;
import org.apache.flink.connector.kafka.sink.internal.TransactionOwnership;
import org.apache.flink.core.io.SimpleVersionedSerialization;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** What a sink keeps of a subject can be taken out of a savepoint. */
class JournaledRecordsTest {
  private static final KafkaWriterState KAFKA =
      new KafkaWriterState(
          "prefix", 1, 2, TransactionOwnership.EXPLICIT_BY_WRITER_STATE, List.of());
  private static final Map<TopicPartition, Offsets> OFFSETS =
      Map.of(new TopicPartition("waves", 1), new Offsets(3, 9));

  @Test
  void onlyTheSubjectsRecordsGo() throws IOException {
    byte[] stored =
        stored(
            List.of(
                journal("first", record("anna", 1), record("bob", 2), record("anna", 3)),
                journal("second", record("anna2", 4))));

    byte[] without = JournaledRecords.without(stored, "anna");

    assertThat(without)
        .isEqualTo(
            stored(
                List.of(
                    journal("first", record("bob", 2)), journal("second", record("anna2", 4)))));
    assertThat(JournaledRecords.without(stored, "nobody")).isEqualTo(stored);
  }

  @Test
  void stateOfASinkWithoutJournalsStaysAsItIs() throws IOException {
    byte[] stored = SimpleVersionedSerialization.writeVersionAndSerialize(connectors(), KAFKA);

    assertThat(JournaledRecords.without(stored, "anna")).isEqualTo(stored);
  }

  private static byte[] stored(List<TransactionJournal> journals) throws IOException {
    return SimpleVersionedSerialization.writeVersionAndSerialize(
        new JournaledState.Serializer(connectors()), new JournaledState(KAFKA, journals));
  }

  private static SimpleVersionedSerializer<KafkaWriterState> connectors() {
    return KafkaSink.<ProducerRecord<byte[], byte[]>>builder()
        .setBootstrapServers("127.0.0.1:9")
        .setRecordSerializer((record, context, timestamp) -> record)
        .build()
        .getWriterStateSerializer();
  }

  private static TransactionJournal journal(String id, SentRecord... records) {
    return new TransactionJournal(id, List.of(records), OFFSETS);
  }

  private static SentRecord record(String subject, int value) {
    byte[] key = subject.getBytes(StandardCharsets.UTF_8);
    return new SentRecord(new ProducerRecord<>("waves", null, 7L, key, new byte[] {(byte) value}));
  }
}
