package io.facephys.pipeline.encode;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.facephys.pipeline.record.RawRecord.Header;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.jspecify.annotations.Nullable;

/**
 * Many headers in the value of one, as Kafka itself writes them: for each, the length of the name
 * as a zig-zag number, the name in UTF-8, the length of the value, -1 if there is none, and the
 * value. So they take no more bytes than before.
 */
final class PackedHeaders {
  private PackedHeaders() {}

  static byte[] pack(List<Header> headers) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    BinaryEncoder out = EncoderFactory.get().binaryEncoder(bytes, null);
    try {
      for (Header header : headers) {
        write(header.key().getBytes(UTF_8), out);
        write(header.value(), out);
      }
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // memory does not fail
    }
    return bytes.toByteArray();
  }

  private static void write(byte @Nullable [] bytes, BinaryEncoder out) throws IOException {
    out.writeInt(bytes == null ? -1 : bytes.length);
    if (bytes != null) {
      out.writeFixed(bytes);
    }
  }

  static List<Header> unpack(byte[] packed) {
    BinaryDecoder in = DecoderFactory.get().binaryDecoder(packed, null);
    List<Header> headers = new ArrayList<>();
    try {
      while (!in.isEnd()) {
        byte[] name = read(in, packed.length);
        if (name == null) {
          throw new IOException("a name is missing");
        }
        headers.add(new Header(new String(name, UTF_8), read(in, packed.length)));
      }
    } catch (IOException e) {
      throw new IllegalArgumentException("the headers of a dead letter cannot be read", e);
    }
    return headers;
  }

  private static byte @Nullable [] read(BinaryDecoder in, int atMost) throws IOException {
    int length = in.readInt();
    if (length < -1 || length > atMost) {
      throw new IOException("a length is " + length);
    }
    if (length == -1) {
      return null;
    }
    byte[] bytes = new byte[length];
    in.readFixed(bytes);
    return bytes;
  }
}
