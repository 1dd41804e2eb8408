package io.facephys.schemas;

import org.apache.avro.specific.SpecificRecord;

/**
 * How records of one type become the values of a topic, and back. Threads may share an instance.
 */
public interface MessageFormat<T extends SpecificRecord> {
  /** The record's bytes. */
  byte[] encode(T message);

  /**
   * The record that {@code bytes} hold.
   *
   * @throws MalformedMessageException if they hold anything else
   */
  T decode(byte[] bytes) throws MalformedMessageException;
}
