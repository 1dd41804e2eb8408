package io.facephys.schemas;

import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * Reads records of one type in whichever {@link MessageFormat} each of them is; the first byte
 * tells the formats apart. Threads may share an instance.
 */
public final class MessageReader<T extends SpecificRecord> {
  private final AvroBody<T> body;
  private final MessageFormat<T> singleObject;
  private final MessageFormat<T> json;
  private final @Nullable SchemaRegistry registry;

  /**
   * @param registry needed for messages in the registry's format only
   */
  public MessageReader(Class<T> type, @Nullable SchemaRegistry registry) {
    this.body = new AvroBody<>(type);
    this.singleObject = new SingleObjectFormat<>(type);
    this.json = new JsonFormat<>(type);
    this.registry = registry;
  }

  /**
   * The record that {@code bytes} hold; null stands for a Kafka record without a value.
   *
   * @throws MalformedMessageException if they hold anything else
   */
  public T read(byte @Nullable [] bytes) throws MalformedMessageException {
    if (bytes == null || bytes.length == 0) {
      throw new MalformedMessageException("the record has no value");
    }
    return switch (bytes[0]) {
      case SingleObjectFormat.FIRST_BYTE -> singleObject.decode(bytes);
      case JsonFormat.FIRST_BYTE -> json.decode(bytes);
      case RegistryFormat.FIRST_BYTE -> {
        if (registry == null) {
          throw new MalformedMessageException(
              "the message is in the format of a schema registry; --schema-registry says where that is");
        }
        yield RegistryFormat.decode(bytes, body, registry);
      }
      default ->
          throw new MalformedMessageException(
              "the first byte is %02X; single-object encoding starts with C3, JSON with 7B, a schema registry's format with 00"
                  .formatted(bytes[0]));
    };
  }
}
