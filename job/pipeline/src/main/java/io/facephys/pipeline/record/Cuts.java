package io.facephys.pipeline.record;

import io.facephys.pipeline.record.RawRecord.Cut;
import io.facephys.pipeline.record.RawRecord.Header;
import io.facephys.pipeline.record.RawRecord.Part;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a record that is too large is cut to a size that always fits. */
public final class Cuts {
  /** What is kept of a value. */
  public static final int VALUE_BYTES = 16 << 10;

  /** What is kept of a key. */
  public static final int KEY_BYTES = 1 << 10;

  /** Headers of more bytes are left out. */
  public static final int HEADER_BYTES = 4 << 10;

  private Cuts() {}

  /** The record, cut where it is larger than what is kept. */
  public static RawRecord shortened(RawRecord record) {
    List<Cut> cuts = new ArrayList<>(Arrays.asList(record.cuts()));
    byte[] key = record.key();
    if (key != null && key.length > KEY_BYTES) {
      cuts.add(cut(Part.KEY, ByteBuffer.wrap(key)));
      key = Arrays.copyOf(key, KEY_BYTES);
    }
    byte[] value = record.value();
    if (value != null && value.length > VALUE_BYTES) {
      cuts.add(cut(Part.VALUE, ByteBuffer.wrap(value)));
      value = Arrays.copyOf(value, VALUE_BYTES);
    }
    return new RawRecord(
        record.topic(),
        record.partition(),
        record.offset(),
        record.timestampMillis(),
        key,
        value,
        kept(record.headers(), HEADER_BYTES, cuts),
        cuts.toArray(Cut[]::new));
  }

  /**
   * The headers, or none if they have more than {@code mostBytes}.
   *
   * @param cuts receives what was left out
   */
  public static Header[] kept(Header[] headers, int mostBytes, List<Cut> cuts) {
    long bytes = Arrays.stream(headers).mapToLong(Cuts::bytes).sum();
    if (bytes <= mostBytes) {
      return headers;
    }
    MessageDigest digest = sha256();
    for (Header header : headers) {
      digest.update(header.key().getBytes(StandardCharsets.UTF_8));
      byte[] value = header.value();
      if (value != null) {
        digest.update(value);
      }
    }
    cuts.add(new Cut(Part.HEADERS, bytes, HexFormat.of().formatHex(digest.digest())));
    return new Header[0];
  }

  /** What is to be said of a part before it is cut. */
  public static Cut cut(Part part, ByteBuffer whole) {
    MessageDigest digest = sha256();
    digest.update(whole.duplicate());
    return new Cut(part, whole.remaining(), HexFormat.of().formatHex(digest.digest()));
  }

  /** How many bytes a header takes in a record, at most. */
  public static long bytes(Header header) {
    return bytes(header.key(), header.value());
  }

  /** How many bytes a header takes in a record, at most. */
  public static long bytes(String key, byte @Nullable [] value) {
    int lengths = 10; // two variable-length numbers
    return lengths + 3L * key.length() + (value == null ? 0 : value.length);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
