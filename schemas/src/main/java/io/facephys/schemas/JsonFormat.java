package io.facephys.schemas;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * One flat JSON object a record, UTF-8: fields under their names in the schema, a missing value as
 * null, enums as strings, times as the numbers that the schema says. It differs from Avro's own
 * JSON encoding, which wraps a value that can be null in an object with the name of its type.
 *
 * <p>Numbers are written with as many digits as are needed to read back the same bits. A reader
 * takes the schema's default for a field that is absent and ignores those that it does not know.
 */
public final class JsonFormat<T extends SpecificRecord> implements MessageFormat<T> {
  static final byte FIRST_BYTE = '{';
  private static final byte[] NO_HEADER = {};
  private static final JsonFactory JSON = new JsonFactory();

  private final AvroBody<T> body;

  public JsonFormat(Class<T> type) {
    this.body = new AvroBody<>(type);
  }

  @Override
  public byte[] encode(T message) {
    byte[] binary = body.write(NO_HEADER, message);
    try {
      GenericRecord plain =
          new GenericDatumReader<GenericRecord>(body.schema())
              .read(null, DecoderFactory.get().binaryDecoder(binary, null));
      return plain.toString().getBytes(StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public T decode(byte[] bytes) throws MalformedMessageException {
    return body.read(binary(bytes), 0, body.schema());
  }

  private byte[] binary(byte[] bytes) throws MalformedMessageException {
    Schema schema = body.schema();
    try (JsonParser json = JSON.createParser(bytes)) {
      expect(json, json.nextToken(), JsonToken.START_OBJECT, schema);
      GenericRecord message = record(schema, json);
      if (json.nextToken() != null) {
        throw new MalformedMessageException("text is left over after the end of the JSON object");
      }
      ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length);
      BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
      new GenericDatumWriter<GenericRecord>(schema).write(message, encoder);
      encoder.flush();
      return out.toByteArray();
    } catch (IOException | AvroRuntimeException | IllegalArgumentException e) {
      throw new MalformedMessageException(
          "this is not the JSON of a %s: %s".formatted(schema.getName(), e.getMessage()), e);
    }
  }

  private static GenericRecord record(Schema schema, JsonParser json) throws IOException {
    GenericRecordBuilder message = new GenericRecordBuilder(schema);
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      Schema.Field field = schema.getField(json.currentName());
      json.nextToken();
      if (field == null) {
        json.skipChildren();
      } else {
        message.set(field, value(field.schema(), json));
      }
    }
    return message.build();
  }

  private static @Nullable Object value(Schema schema, JsonParser json) throws IOException {
    JsonToken token = json.currentToken();
    return switch (schema.getType()) {
      case UNION -> token == JsonToken.VALUE_NULL ? null : value(nonNull(schema), json);
      case RECORD -> {
        expect(json, token, JsonToken.START_OBJECT, schema);
        yield record(schema, json);
      }
      case ARRAY -> {
        expect(json, token, JsonToken.START_ARRAY, schema);
        yield array(schema.getElementType(), json);
      }
      case STRING -> {
        expect(json, token, JsonToken.VALUE_STRING, schema);
        yield json.getText();
      }
      case ENUM -> {
        expect(json, token, JsonToken.VALUE_STRING, schema);
        yield symbol(schema, json.getText());
      }
      case BOOLEAN -> json.getBooleanValue();
      case INT -> json.getIntValue();
      case LONG -> json.getLongValue();
      // From the text itself: a float read as a double first would be rounded twice.
      case FLOAT -> Float.parseFloat(numberText(json));
      case DOUBLE -> Double.parseDouble(numberText(json));
      default -> throw new IllegalArgumentException("no JSON for type " + schema.getType());
    };
  }

  private static List<@Nullable Object> array(Schema element, JsonParser json) throws IOException {
    List<@Nullable Object> values = new ArrayList<>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      values.add(value(element, json));
    }
    return values;
  }

  private static GenericData.EnumSymbol symbol(Schema schema, String name) {
    boolean known = schema.hasEnumSymbol(name) || schema.getEnumDefault() == null;
    return new GenericData.EnumSymbol(schema, known ? name : schema.getEnumDefault());
  }

  private static String numberText(JsonParser json) throws IOException {
    json.getNumberType(); // fails if the token is not a number
    return json.getText();
  }

  private static Schema nonNull(Schema union) {
    return union.getTypes().stream()
        .filter(type -> type.getType() != Schema.Type.NULL)
        .findFirst()
        .orElseThrow();
  }

  private static void expect(
      JsonParser json, @Nullable JsonToken found, JsonToken expected, Schema schema) {
    if (found != expected) {
      throw new IllegalArgumentException(
          "%s is expected for %s, and %s is there at %s"
              .formatted(
                  expected, schema.getName(), found, json.currentLocation().offsetDescription()));
    }
  }
}
