package io.facephys.pipeline.delivery;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;

/** A record that was given to Kafka in a transaction, kept until the transaction is committed. */
record SentRecord(ProducerRecord<byte[], byte[]> record) {
  /** The bytes of a record, by which it is found again in Kafka. */
  record Content(ByteBuffer key, ByteBuffer value) {
    static Content of(byte @Nullable [] key, byte @Nullable [] value) {
      return new Content(wrap(key), wrap(value));
    }

    private static ByteBuffer wrap(byte @Nullable [] bytes) {
      return ByteBuffer.wrap(bytes == null ? new byte[0] : bytes);
    }
  }

  Content content() {
    return Content.of(record.key(), record.value());
  }

  void write(DataOutputView out) throws IOException {
    out.writeUTF(record.topic());
    out.writeLong(record.timestamp() == null ? -1 : record.timestamp());
    writeBytes(out, record.key());
    writeBytes(out, record.value());
    Header[] headers = record.headers().toArray();
    out.writeInt(headers.length);
    for (Header header : headers) {
      out.writeUTF(header.key());
      writeBytes(out, header.value());
    }
  }

  static SentRecord read(DataInputView in) throws IOException {
    String topic = in.readUTF();
    long timestamp = in.readLong();
    byte[] key = readBytes(in);
    byte[] value = readBytes(in);
    int count = in.readInt();
    List<Header> headers = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      headers.add(new RecordHeader(in.readUTF(), readBytes(in)));
    }
    return new SentRecord(
        new ProducerRecord<>(topic, null, timestamp < 0 ? null : timestamp, key, value, headers));
  }

  private static void writeBytes(DataOutputView out, byte @Nullable [] bytes) throws IOException {
    out.writeInt(bytes == null ? -1 : bytes.length);
    if (bytes != null) {
      out.write(bytes);
    }
  }

  private static byte @Nullable [] readBytes(DataInputView in) throws IOException {
    int length = in.readInt();
    if (length < 0) {
      return null;
    }
    byte[] bytes = new byte[length];
    in.readFully(bytes);
    return bytes;
  }
}
