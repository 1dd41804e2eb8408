package io.facephys.schemas;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.specific.SpecificRecord;

/**
 * Avro single-object encoding of one record type: {@code C3 01}, the schema's CRC-64-AVRO
 * fingerprint (8 bytes, little endian), the Avro binary body. Bytes after the record's end are
 * refused.
 *
 * @see <a href="https://avro.apache.org/docs/1.12.0/specification/#single-object-encoding">the
 *     specification</a>
 */
public final class SingleObjectFormat<T extends SpecificRecord> implements MessageFormat<T> {
  /** The values of topic {@code face-chunks}. */
  public static final SingleObjectFormat<FaceChunk> FACE_CHUNK =
      new SingleObjectFormat<>(FaceChunk.class);

  /** The values of topic {@code pulse-waveforms}. */
  public static final SingleObjectFormat<PulseWaveform> PULSE_WAVEFORM =
      new SingleObjectFormat<>(PulseWaveform.class);

  /** The values of topic {@code face-control}. */
  public static final SingleObjectFormat<FaceControl> FACE_CONTROL =
      new SingleObjectFormat<>(FaceControl.class);

  /** The values of topic {@code face-events}. */
  public static final SingleObjectFormat<FaceEvent> FACE_EVENT =
      new SingleObjectFormat<>(FaceEvent.class);

  /** The values of topic {@code pulse-beats}. */
  public static final SingleObjectFormat<PulseBeat> PULSE_BEAT =
      new SingleObjectFormat<>(PulseBeat.class);

  /** The values of topic {@code vital-signs}. */
  public static final SingleObjectFormat<VitalSigns> VITAL_SIGNS =
      new SingleObjectFormat<>(VitalSigns.class);

  static final byte FIRST_BYTE = (byte) 0xC3;
  private static final int HEADER_BYTES = 10;
  private static final short MARKER = (short) 0xC301;

  private final AvroBody<T> body;
  private final long fingerprint;

  public SingleObjectFormat(Class<T> type) {
    this.body = new AvroBody<>(type);
    this.fingerprint = SchemaNormalization.parsingFingerprint64(body.schema());
  }

  @Override
  public byte[] encode(T message) {
    ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES).putShort(MARKER);
    header.order(ByteOrder.LITTLE_ENDIAN).putLong(fingerprint);
    return body.write(header.array(), message);
  }

  @Override
  public T decode(byte[] bytes) throws MalformedMessageException {
    checkHeader(bytes);
    return body.read(bytes, HEADER_BYTES, body.schema());
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
              .formatted(found, body.schema().getName(), fingerprint));
    }
  }
}
