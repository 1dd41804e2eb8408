package io.facephys.schemas;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;

/**
 * The wire format of Confluent's schema registry: a zero byte, the schema's number in the registry
 * (4 bytes, big endian), the Avro binary body. A reader asks the registry for the schema that a
 * message was written with.
 */
public final class RegistryFormat<T extends SpecificRecord> implements MessageFormat<T> {
  static final byte FIRST_BYTE = 0;
  private static final int HEADER_BYTES = 5;

  private final AvroBody<T> body;
  private final SchemaRegistry registry;
  private final byte[] header;

  /**
   * Registers the schema as that of the topic's values, {@code TOPIC-value}, if it is new there.
   *
   * @throws IOException if the registry cannot be reached or refuses the schema
   */
  public RegistryFormat(Class<T> type, SchemaRegistry registry, String topic) throws IOException {
    this.body = new AvroBody<>(type);
    this.registry = registry;
    int id = registry.register(topic + "-value", body.schema());
    this.header = ByteBuffer.allocate(HEADER_BYTES).put(FIRST_BYTE).putInt(id).array();
  }

  @Override
  public byte[] encode(T message) {
    return body.write(header, message);
  }

  @Override
  public T decode(byte[] bytes) throws MalformedMessageException {
    return decode(bytes, body, registry);
  }

  static <T extends SpecificRecord> T decode(
      byte[] bytes, AvroBody<T> body, SchemaRegistry registry) throws MalformedMessageException {
    if (bytes.length < HEADER_BYTES || bytes[0] != FIRST_BYTE) {
      throw new MalformedMessageException(
          "the registry's format starts with a zero byte and a schema number of 4 bytes");
    }
    int id = ByteBuffer.wrap(bytes, 1, Integer.BYTES).getInt();
    try {
      Schema writer = registry.schema(id);
      return body.read(bytes, HEADER_BYTES, writer);
    } catch (IOException e) {
      throw new MalformedMessageException(
          "schema %d is not known: %s".formatted(id, e.getMessage()), e);
    }
  }
}
