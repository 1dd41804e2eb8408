package io.facephys.tests.hostile;

import io.facephys.schemas.FaceChunk;
import io.facephys.schemas.MalformedMessageException;
import io.facephys.schemas.SingleObjectFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Random;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;

/** Mutations of a good message that are certainly malformed. Not for several threads. */
final class MalformedRecords {
  private static final int HEADER_BYTES = 10;
  private static final int KINDS = 9;

  private final byte[] good;
  private final byte[] otherSchema;
  private final Random random;

  MalformedRecords(byte[] good, byte[] otherSchema, long seed) {
    this.good = good;
    this.otherSchema = otherSchema;
    this.random = new Random(seed);
  }

  /** The value of a record that holds no chunk. */
  byte[] next() {
    while (true) {
      byte[] value = mutate(random.nextInt(KINDS));
      if (isMalformed(value)) {
        return value;
      }
    }
  }

  private byte[] mutate(int kind) {
    return switch (kind) {
      case 0 -> Arrays.copyOf(good, random.nextInt(good.length)); // truncated
      case 1 -> Arrays.copyOf(good, good.length + 1 + random.nextInt(100)); // trailing bytes
      case 2 -> flipped(0, HEADER_BYTES); // another marker or schema
      case 3 ->
          flipped(HEADER_BYTES, good.length); // any bit; a pixel is no error, then it tries again
      case 4 -> flipped(HEADER_BYTES, 60); // ids, number, times
      case 5 -> noise();
      case 6 -> otherSchema.clone();
      case 7 -> hostile(random.nextLong()); // a length that is not there
      default -> hostile(Integer.MAX_VALUE - random.nextInt(100));
    };
  }

  private byte[] flipped(int from, int to) {
    byte[] value = good.clone();
    for (int i = random.nextInt(3); i >= 0; i--) {
      int place = from + random.nextInt(to - from);
      value[place] = (byte) (value[place] ^ (1 << random.nextInt(8)));
    }
    return value;
  }

  private byte[] noise() {
    byte[] value = new byte[random.nextInt(500)];
    random.nextBytes(value);
    return value;
  }

  /** A subject id, capture times or frames of {@code length}, most of which are missing. */
  private byte[] hostile(long length) {
    ByteArrayOutputStream value = new ByteArrayOutputStream();
    value.write(good, 0, HEADER_BYTES);
    BinaryEncoder body = EncoderFactory.get().directBinaryEncoder(value, null);
    try {
      int field = random.nextInt(3);
      if (field > 0) {
        body.writeString("somebody");
        body.writeString("camera");
        body.writeLong(0);
      }
      if (field > 1) {
        body.writeLong(0);
        body.writeInt(36);
        body.writeInt(36);
        body.writeEnum(1);
      }
      body.writeLong(length);
      body.writeFixed(new byte[63]);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return value.toByteArray();
  }

  /** A flipped bit in a frame or a time leaves a well-formed message. */
  private static boolean isMalformed(byte[] value) {
    try {
      FaceChunk chunk = SingleObjectFormat.FACE_CHUNK.decode(value);
      return !chunk.getSubjectId().equals("somebody") || chunk.getHeight() != 36;
    } catch (MalformedMessageException e) {
      return true;
    }
  }
}
