package io.facephys.pipeline.delivery;

import io.facephys.pipeline.delivery.TransactionJournal.Offsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;

/** The journal of the transaction that is being written; empty if there are no transactions. */
final class OpenJournal {
  private final List<SentRecord> records = new ArrayList<>();
  // The producer's thread adds to it.
  private final Map<TopicPartition, Offsets> offsets = new ConcurrentHashMap<>();

  private final boolean transactional;

  OpenJournal(boolean transactional) {
    this.transactional = transactional;
  }

  void sent(ProducerRecord<byte[], byte[]> record) {
    if (transactional) {
      records.add(new SentRecord(record));
    }
  }

  void acknowledged(RecordMetadata metadata) {
    if (transactional) {
      offsets.merge(
          new TopicPartition(metadata.topic(), metadata.partition()),
          new Offsets(metadata.offset(), metadata.offset()),
          Offsets::span);
    }
  }

  /** Returns the journal of the transaction, which is complete, and begins the next one. */
  TransactionJournal finish(String transactionalId) {
    TransactionJournal journal = new TransactionJournal(transactionalId, records, offsets);
    records.clear();
    offsets.clear();
    return journal;
  }
}
