package io.facephys.pipeline.decode;

import io.facephys.pipeline.record.Cuts;
import io.facephys.pipeline.record.RawRecord.Cut;
import io.facephys.pipeline.record.RawRecord.Part;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * Takes keys and values as bytes, and only the beginning of those that are larger than the job
 * reads: Kafka limits the compressed size of a record, so a few kilobytes can hold hundreds of
 * megabytes. Kafka finds this class by its name.
 */
public final class BoundedBytesDeserializer implements Deserializer<byte[]> {
  /** Consumer property: largest key and value. */
  public static final String MAX_BYTES = "facephys.max.value.bytes";

  private int maxBytes;
  private Part part = Part.VALUE;

  /**
   * Tells of a cut, among the headers of the record. A producer cannot send one, because what it
   * sends becomes a header of another class.
   */
  record CutHeader(Cut cut) implements Header {
    @Override
    public String key() {
      return "cut";
    }

    @Override
    public byte[] value() {
      return new byte[0];
    }
  }

  public BoundedBytesDeserializer() {}

  @Override
  public void configure(Map<String, ?> configuration, boolean isKey) {
    maxBytes = Integer.parseInt(Objects.toString(configuration.get(MAX_BYTES)));
    part = isKey ? Part.KEY : Part.VALUE;
  }

  @Override
  public byte @Nullable [] deserialize(String topic, byte @Nullable [] data) {
    return data;
  }

  @Override
  public byte @Nullable [] deserialize(String topic, Headers headers, @Nullable ByteBuffer data) {
    if (data == null) {
      return null;
    }
    int kept = data.remaining();
    if (kept > maxBytes) {
      headers.add(new CutHeader(Cuts.cut(part, data)));
      kept = part == Part.KEY ? Cuts.KEY_BYTES : Cuts.VALUE_BYTES;
    }
    byte[] bytes = new byte[kept];
    data.get(bytes);
    return bytes;
  }
}
