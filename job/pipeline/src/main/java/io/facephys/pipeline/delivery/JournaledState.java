package io.facephys.pipeline.delivery;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.connector.kafka.sink.KafkaWriterState;
import org.apache.flink.core.io.SimpleVersionedSerialization;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;

/**
 * What a writer stores in a checkpoint.
 *
 * @param journals the journals of the transactions that were not known to be committed
 */
record JournaledState(KafkaWriterState kafka, List<TransactionJournal> journals) {
  static final int VERSION = 1001; // far above the connector's own

  /** Also reads the connector's own state, which is without journals. */
  static final class Serializer implements SimpleVersionedSerializer<JournaledState> {
    private static final int FIRST_BYTES = 1024;

    private final SimpleVersionedSerializer<KafkaWriterState> kafka;

    Serializer(SimpleVersionedSerializer<KafkaWriterState> kafka) {
      this.kafka = kafka;
    }

    @Override
    public int getVersion() {
      return VERSION;
    }

    @Override
    public byte[] serialize(JournaledState state) throws IOException {
      DataOutputSerializer out = new DataOutputSerializer(FIRST_BYTES);
      SimpleVersionedSerialization.writeVersionAndSerialize(kafka, state.kafka, out);
      out.writeInt(state.journals.size());
      for (TransactionJournal journal : state.journals) {
        journal.write(out);
      }
      return out.getCopyOfBuffer();
    }

    @Override
    public JournaledState deserialize(int version, byte[] bytes) throws IOException {
      if (version != VERSION) {
        return new JournaledState(kafka.deserialize(version, bytes), List.of());
      }
      DataInputDeserializer in = new DataInputDeserializer(bytes);
      KafkaWriterState own = SimpleVersionedSerialization.readVersionAndDeSerialize(kafka, in);
      List<TransactionJournal> journals = new ArrayList<>();
      for (int i = in.readInt(); i > 0; i--) {
        journals.add(TransactionJournal.read(in));
      }
      return new JournaledState(own, List.copyOf(journals));
    }
  }
}
