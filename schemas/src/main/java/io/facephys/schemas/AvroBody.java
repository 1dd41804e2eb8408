package io.facephys.schemas;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;

/**
 * A record in Avro binary, which all formats share.
 *
 * <p>It is read from an array, where Avro checks each length against the bytes that are there. From
 * a stream, Avro allocates memory for whatever length a record claims.
 */
final class AvroBody<T extends SpecificRecord> {
  private final SpecificData data = new ContractData();
  private final Schema schema;

  AvroBody(Class<T> type) {
    this.schema = data.getSchema(type);
  }

  Schema schema() {
    return schema;
  }

  /** {@code header} and, after it, the record. */
  byte[] write(byte[] header, T message) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(header);
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
    try {
      new SpecificDatumWriter<T>(schema, data).write(message, encoder);
      encoder.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /**
   * The record that fills {@code bytes} after a header.
   *
   * @param writer the schema that it was written with
   * @throws MalformedMessageException if it does not fit the schema, or does not end with the bytes
   */
  T read(byte[] bytes, int headerBytes, Schema writer) throws MalformedMessageException {
    try {
      BinaryDecoder body = decoder(bytes, headerBytes);
      T message = new SpecificDatumReader<T>(writer, schema, data).read(null, body);
      if (!body.isEnd()) {
        throw new MalformedMessageException(
            "bytes are left over after the end of the " + schema.getName());
      }
      new BodyCheck(decoder(bytes, headerBytes)).check(writer, writer.getName());
      return message;
    } catch (IOException
        | AvroRuntimeException
        | IndexOutOfBoundsException
        | UnsupportedOperationException e) {
      throw new MalformedMessageException(
          "the body is not an Avro " + schema.getName() + ": " + e.getMessage(), e);
    }
  }

  private static BinaryDecoder decoder(byte[] bytes, int headerBytes) {
    return DecoderFactory.get().binaryDecoder(bytes, headerBytes, bytes.length - headerBytes, null);
  }
}
