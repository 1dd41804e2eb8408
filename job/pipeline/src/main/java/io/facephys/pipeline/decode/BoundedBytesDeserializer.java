package io.facephys.pipeline.decode;

import io.facephys.engine.Internal;
import io.facephys.pipeline.record.RawRecord.Part;
import io.facephys.pipeline.record.RawRecord.Truncation;
import io.facephys.pipeline.record.Truncations;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads keys and values as bytes, and truncates those that are larger than the job reads: Kafka
 * limits only the compressed size of a record, so a few kilobytes can hold hundreds of megabytes.
 * Kafka's consumer makes it by its class name and uses it on one thread.
 */
@Internal
public final class BoundedBytesDeserializer implements Deserializer<byte[]> {
  /** The consumer property that holds the bytes of the largest key and value. */
  public static final String MAX_BYTES = "facephys.max.value.bytes";

  private int maxBytes;
  private Part part = Part.VALUE;

  /**
   * A header that is added to a truncated record. A producer cannot send one, because what it sends
   * becomes a header of another class.
   */
  record TruncationHeader(Truncation truncation) implements Header {
    @Override
    public String key() {
      return "truncation";
    }

    @Override
    public byte[] value() {
      return new byte[0];
    }
  }

  /** For Kafka. */
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
      headers.add(new TruncationHeader(Truncations.of(part, data)));
      kept = part == Part.KEY ? Truncations.KEY_BYTES : Truncations.VALUE_BYTES;
    }
    byte[] bytes = new byte[kept];
    data.get(bytes);
    return bytes;
  }
}
