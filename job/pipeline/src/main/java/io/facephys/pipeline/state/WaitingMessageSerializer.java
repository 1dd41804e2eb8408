package io.facephys.pipeline.state;

import io.facephys.pipeline.record.RawRecord;
import io.facephys.pipeline.record.SubjectMessage;
import java.io.IOException;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.jspecify.annotations.Nullable;

/**
 * The message of a chunk that waits, in checkpoints, layout 1: subject id (text), event time
 * (long); then its Kafka record: topic (text), partition (int), offset (long), timestamp (long),
 * key and value (bytes or null), number of headers (int), then key (text) and value (bytes or null)
 * of each. Bytes follow their length (int); the length of null is -1.
 */
final class WaitingMessageSerializer extends LayoutSerializer<SubjectMessage> {
  static final WaitingMessageSerializer INSTANCE = new WaitingMessageSerializer();

  private static final long serialVersionUID = 1L;
  private static final int NULL = -1;

  /** The version of the layout, in savepoints. */
  @Frozen
  public static final class Snapshot extends LayoutSnapshot<SubjectMessage> {
    public Snapshot() {
      super("waiting chunks", 1, version -> INSTANCE);
    }
  }

  private WaitingMessageSerializer() {
    super(1, Snapshot::new, WaitingMessageSerializer::empty);
  }

  private static SubjectMessage empty() {
    RawRecord record = new RawRecord("", 0, 0, 0, null, null, new RawRecord.Header[0]);
    return new SubjectMessage("", SubjectMessage.Kind.CHUNK, 0, record);
  }

  @Override
  public void serialize(SubjectMessage message, DataOutputView target) throws IOException {
    writeText(message.subjectId(), target);
    target.writeLong(message.eventTimeMillis());
    RawRecord record = message.record();
    writeText(record.topic(), target);
    target.writeInt(record.partition());
    target.writeLong(record.offset());
    target.writeLong(record.timestampMillis());
    writeNullable(record.key(), target);
    writeNullable(record.value(), target);
    target.writeInt(record.headers().length);
    for (RawRecord.Header header : record.headers()) {
      writeText(header.key(), target);
      writeNullable(header.value(), target);
    }
  }

  @Override
  public SubjectMessage deserialize(DataInputView source) throws IOException {
    String subjectId = readText(source);
    long eventTimeMillis = source.readLong();
    RawRecord record =
        new RawRecord(
            readText(source),
            source.readInt(),
            source.readLong(),
            source.readLong(),
            readNullable(source),
            readNullable(source),
            readList(source, in -> new RawRecord.Header(readText(in), readNullable(in)))
                .toArray(RawRecord.Header[]::new));
    return new SubjectMessage(subjectId, SubjectMessage.Kind.CHUNK, eventTimeMillis, record);
  }

  private static void writeNullable(byte @Nullable [] bytes, DataOutputView target)
      throws IOException {
    if (bytes == null) {
      target.writeInt(NULL);
    } else {
      target.writeInt(bytes.length);
      target.write(bytes);
    }
  }

  private static byte @Nullable [] readNullable(DataInputView source) throws IOException {
    int length = source.readInt();
    return length == NULL ? null : readBytes(source, length);
  }
}
