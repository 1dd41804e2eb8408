package io.facephys.pipeline.record;

import io.facephys.engine.Internal;
import io.facephys.pipeline.record.RawRecord.Header;
import io.facephys.pipeline.record.RawRecord.Part;
import io.facephys.pipeline.record.RawRecord.Truncation;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Truncates records that are too large, and says what their whole parts were. */
@Internal
public final class Truncations {
  /** How many bytes of a value are kept. */
  public static final int VALUE_BYTES = 16 << 10;

  /** How many bytes of a key are kept. */
  public static final int KEY_BYTES = 1 << 10;

  private static final int MAX_HEADER_BYTES = 4 << 10;

  private Truncations() {}

  /** Truncates each part of a record that is larger than what every topic takes. */
  public static RawRecord truncated(RawRecord record) {
    List<Truncation> truncations = new ArrayList<>(Arrays.asList(record.truncations()));
    byte[] key = record.key();
    if (key != null && key.length > KEY_BYTES) {
      truncations.add(of(Part.KEY, ByteBuffer.wrap(key)));
      key = Arrays.copyOf(key, KEY_BYTES);
    }
    byte[] value = record.value();
    if (value != null && value.length > VALUE_BYTES) {
      truncations.add(of(Part.VALUE, ByteBuffer.wrap(value)));
      value = Arrays.copyOf(value, VALUE_BYTES);
    }
    return withHeadersUpTo(
        MAX_HEADER_BYTES, with(record, key, value, record.headers(), truncations));
  }

  /** Leaves out the headers of a record if they have more bytes than this. */
  public static RawRecord withHeadersUpTo(int maxBytes, RawRecord record) {
    long bytes =
        Arrays.stream(record.headers())
            .mapToLong(header -> headerBytes(header.key(), header.value()))
            .sum();
    if (bytes <= maxBytes) {
      return record;
    }
    MessageDigest digest = sha256();
    for (Header header : record.headers()) {
      digest.update(header.key().getBytes(StandardCharsets.UTF_8));
      byte[] value = header.value();
      if (value != null) {
        digest.update(value);
      }
    }
    List<Truncation> truncations = new ArrayList<>(Arrays.asList(record.truncations()));
    truncations.add(new Truncation(Part.HEADERS, bytes, hex(digest)));
    return with(record, record.key(), record.value(), new Header[0], truncations);
  }

  /** Describes a part before it is truncated. */
  public static Truncation of(Part part, ByteBuffer whole) {
    MessageDigest digest = sha256();
    digest.update(whole.duplicate());
    return new Truncation(part, whole.remaining(), hex(digest));
  }

  /** How many bytes a header takes in a record, at most. */
  public static long headerBytes(String key, byte @Nullable [] value) {
    int lengths = 10; // two variable-length numbers
    return lengths + 3L * key.length() + (value == null ? 0 : value.length);
  }

  private static RawRecord with(
      RawRecord record,
      byte @Nullable [] key,
      byte @Nullable [] value,
      Header[] headers,
      List<Truncation> truncations) {
    return new RawRecord(
        record.topic(),
        record.partition(),
        record.offset(),
        record.timestampMillis(),
        key,
        value,
        headers,
        truncations.toArray(Truncation[]::new));
  }

  private static String hex(MessageDigest digest) {
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
