package io.facephys.schemas;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;

/**
 * Avro single-object encoding of one record type: {@code C3 01}, the schema's CRC-64-AVRO
 * fingerprint (8 bytes, little endian), the Avro binary body.
 *
 * <p>Avro's own message decoder reads from a stream, so it allocates memory for whatever length a
 * record claims. This one reads from the array, where Avro checks each length against the bytes
 * that are there. It also refuses bytes after the record's end. Threads may share an instance.
 *
 * @see <a href="https://avro.apache.org/docs/1.12.0/specification/#single-object-encoding">the
 *     specification</a>
 */
public final class SingleObjectFormat<T extends SpecificRecord> {
  /** The values of topic {@code face-chunks}. */
  public static final SingleObjectFormat<FaceChunk> FACE_CHUNK =
      new SingleObjectFormat<>(FaceChunk.getClassSchema());

  /** The values of topic {@code pulse-waveforms}. */
  public static final SingleObjectFormat<PulseWaveform> PULSE_WAVEFORM =
      new SingleObjectFormat<>(PulseWaveform.getClassSchema());

  /** The values of topic {@code face-control}. */
  public static final SingleObjectFormat<FaceControl> FACE_CONTROL =
      new SingleObjectFormat<>(FaceControl.getClassSchema());

  /** The values of topic {@code face-events}. */
  public static final SingleObjectFormat<FaceEvent> FACE_EVENT =
      new SingleObjectFormat<>(FaceEvent.getClassSchema());

  private static final int HEADER_BYTES = 10;
  private static final short MARKER = (short) 0xC301;

  private final SpecificData data = new ContractData();
  private final Schema schema;
  private final long fingerprint;

  private SingleObjectFormat(Schema schema) {
    this.schema = schema;
    this.fingerprint = SchemaNormalization.parsingFingerprint64(schema);
  }

  /** The record's bytes. */
  public byte[] encode(T message) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES).putShort(MARKER);
    header.order(ByteOrder.LITTLE_ENDIAN).putLong(fingerprint);
    out.writeBytes(header.array());
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
   * The record that {@code bytes} hold.
   *
   * @throws MalformedMessageException if they hold anything else
   */
  public T decode(byte[] bytes) throws MalformedMessageException {
    checkHeader(bytes);
    try {
      BinaryDecoder body =
          DecoderFactory.get()
              .binaryDecoder(bytes, HEADER_BYTES, bytes.length - HEADER_BYTES, null);
      T message = new SpecificDatumReader<T>(schema, schema, data).read(null, body);
      if (!body.isEnd()) {
        throw new MalformedMessageException(
            "bytes are left over after the end of the " + schema.getName());
      }
      return message;
    } catch (IOException
        | AvroRuntimeException
        | IndexOutOfBoundsException
        | UnsupportedOperationException e) {
      throw new MalformedMessageException(
          "the body is no Avro " + schema.getName() + ": " + e.getMessage(), e);
    }
  }

  private void checkHeader(byte[] bytes) throws MalformedMessageException {
    if (bytes.length < HEADER_BYTES) {
      throw new MalformedMessageException(
          "%d bytes are too few for Avro single-object encoding, whose header alone has %d"
              .formatted(bytes.length, HEADER_BYTES));
    }
    ByteBuffer header = ByteBuffer.wrap(bytes);
    if (header.getShort() != MARKER) {
      throw new MalformedMessageException(
          "the first two bytes are %02X %02X; Avro single-object encoding starts with C3 01"
              .formatted(bytes[0], bytes[1]));
    }
    long found = header.order(ByteOrder.LITTLE_ENDIAN).getLong();
    if (found != fingerprint) {
      throw new MalformedMessageException(
          "the schema's fingerprint is %016x; %s has %016x"
              .formatted(found, schema.getName(), fingerprint));
    }
  }
}
