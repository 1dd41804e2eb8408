package io.facephys.pipeline.delivery;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;

/** Removes a subject's records from what a {@link JournaledSink} has stored in a savepoint. */
public final class JournaledRecords {
  private static final int FIRST_BYTES = 1024;

  private JournaledRecords() {}

  /**
   * The stored state of a sink's writer without the records of a subject. The state of a sink
   * without a journal is returned as it is.
   *
   * @param stored version, length and content, as Flink stores them
   */
  public static byte[] without(byte[] stored, String subjectId) throws IOException {
    DataInputDeserializer in = new DataInputDeserializer(stored);
    if (in.readInt() != JournaledState.VERSION) {
      return stored;
    }
    in.skipBytesToRead(Integer.BYTES); // the length
    DataOutputSerializer content = new DataOutputSerializer(FIRST_BYTES);
    content.writeInt(in.readInt()); // version of the connector's own part
    int length = in.readInt();
    content.writeInt(length);
    content.write(in, length);
    int journals = in.readInt();
    content.writeInt(journals);
    byte[] key = subjectId.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < journals; i++) {
      without(TransactionJournal.read(in), key).write(content);
    }
    DataOutputSerializer out = new DataOutputSerializer(FIRST_BYTES);
    out.writeInt(JournaledState.VERSION);
    out.writeInt(content.length());
    out.write(content.getCopyOfBuffer());
    return out.getCopyOfBuffer();
  }

  private static TransactionJournal without(TransactionJournal journal, byte[] key) {
    return new TransactionJournal(
        journal.transactionalId(),
        journal.records().stream()
            .filter(record -> !Arrays.equals(record.record().key(), key))
            .toList(),
        journal.offsets());
  }
}
