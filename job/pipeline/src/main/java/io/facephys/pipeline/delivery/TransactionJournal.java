package io.facephys.pipeline.delivery;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.kafka.common.TopicPartition;

/**
 * What a transaction wrote, and where.
 *
 * @param records the records in the order in which they were sent
 * @param offsets the offsets that they got, by partition
 */
record TransactionJournal(
    String transactionalId, List<SentRecord> records, Map<TopicPartition, Offsets> offsets) {
  /** A range of offsets in a partition, with both ends. */
  record Offsets(long first, long last) {
    Offsets span(Offsets other) {
      return new Offsets(Math.min(first, other.first), Math.max(last, other.last));
    }
  }

  TransactionJournal {
    records = List.copyOf(records);
    offsets = Map.copyOf(offsets);
  }

  void write(DataOutputView out) throws IOException {
    out.writeUTF(transactionalId);
    out.writeInt(offsets.size());
    for (Map.Entry<TopicPartition, Offsets> entry : offsets.entrySet()) {
      out.writeUTF(entry.getKey().topic());
      out.writeInt(entry.getKey().partition());
      out.writeLong(entry.getValue().first);
      out.writeLong(entry.getValue().last);
    }
    out.writeInt(records.size());
    for (SentRecord record : records) {
      record.write(out);
    }
  }

  static TransactionJournal read(DataInputView in) throws IOException {
    String transactionalId = in.readUTF();
    Map<TopicPartition, Offsets> offsets = new HashMap<>();
    for (int i = in.readInt(); i > 0; i--) {
      TopicPartition partition = new TopicPartition(in.readUTF(), in.readInt());
      offsets.put(partition, new Offsets(in.readLong(), in.readLong()));
    }
    List<SentRecord> records = new ArrayList<>();
    for (int i = in.readInt(); i > 0; i--) {
      records.add(SentRecord.read(in));
    }
    return new TransactionJournal(transactionalId, records, offsets);
  }
}
