package io.facephys.schemas;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryDecoder;

/**
 * Checks what Avro's decoder lets pass: bytes that are not UTF-8, which become U+FFFD, so that
 * different ids would become the same one, and array blocks whose size is not the one that they
 * state. It takes bytes that the decoder has read without an error.
 */
final class BodyCheck {
  private final BinaryDecoder body;

  BodyCheck(BinaryDecoder body) {
    this.body = body;
  }

  /** Reads past one value of {@code schema}. */
  void check(Schema schema, String name) throws IOException, MalformedMessageException {
    switch (schema.getType()) {
      case RECORD -> {
        for (Schema.Field field : schema.getFields()) {
          check(field.schema(), field.name());
        }
      }
      case ARRAY -> checkArray(schema, name);
      case STRING -> checkText(name);
      case BYTES -> body.skipBytes();
      case INT, LONG -> body.readLong();
      case FLOAT -> body.readFloat();
      case DOUBLE -> body.readDouble();
      case BOOLEAN -> body.readBoolean();
      case ENUM -> body.readEnum();
      case UNION -> check(schema.getTypes().get(body.readIndex()), name);
      case NULL -> body.readNull();
      default -> throw new IllegalArgumentException("the contract has no " + schema.getType());
    }
  }

  private void checkText(String name) throws IOException, MalformedMessageException {
    ByteBuffer buffer = body.readBytes(null); // text is encoded as bytes are
    byte[] text = new byte[buffer.remaining()];
    buffer.get(text);
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(text));
    } catch (CharacterCodingException e) {
      int shown = Math.min(text.length, 32);
      throw new MalformedMessageException(
          "%s is not UTF-8; its first bytes are %s"
              .formatted(name, HexFormat.of().formatHex(text, 0, shown)));
    }
  }

  private void checkArray(Schema schema, String name)
      throws IOException, MalformedMessageException {
    for (long count = body.readLong(); count != 0; count = body.readLong()) {
      boolean sized = count < 0;
      long size = sized ? body.readLong() : 0;
      int before = body.remainingBytes();
      for (long left = Math.abs(count); left > 0; left--) {
        check(schema.getElementType(), name);
      }
      int found = before - body.remainingBytes();
      if (sized && size != found) {
        throw new MalformedMessageException(
            "a block of %s has %d bytes but says %d".formatted(name, found, size));
      }
    }
  }
}
