package io.facephys.engine.weights;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.facephys.engine.ModelFormatException;
import io.facephys.engine.PulseState;
import io.facephys.engine.StateLayout;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes state files in the form of the published one: gzip JSON, an object that maps
 * tensor names to nested lists. A float32 that is written and read again keeps every bit.
 */
public final class StateFile {
  private static final JsonFactory JSON = new JsonFactory();
  private static final int MAX_NUMBER_LENGTH = 64; // with white space
  private static final long SPARE_BYTES = 1 << 20;

  private StateFile() {}

  /**
   * Reads a state of the given layout; tensors may come in any order.
   *
   * @throws ModelFormatException if a tensor is missing, unknown, duplicated, of another shape or
   *     not finite, or if the file is truncated or damaged
   */
  public static PulseState read(InputStream source, StateLayout layout) {
    ByteBuffer bytes =
        ByteBuffer.allocate(layout.size() * Float.BYTES).order(PulseState.BYTE_ORDER);
    JsonFactory limited = JSON.rebuild().streamReadConstraints(constraints(layout)).build();
    try (JsonParser json = limited.createParser(new GZIPInputStream(source))) {
      expect(JsonToken.START_OBJECT, json.nextToken(), "the state file");
      Set<String> missing = new HashSet<>();
      layout.tensors().forEach(tensor -> missing.add(tensor.name()));
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        int index = indexOf(json.currentName(), layout);
        if (!missing.remove(json.currentName())) {
          throw new ModelFormatException(
              "the state file has %s twice".formatted(json.currentName()));
        }
        readTensor(json, layout.tensors().get(index), slice(bytes, layout, index));
      }
      expectEnd(json.nextToken());
      if (!missing.isEmpty()) {
        throw new ModelFormatException(
            "the state file lacks %s; the model has %d state tensors"
                .formatted(missing.stream().sorted().toList(), layout.tensors().size()));
      }
    } catch (IOException e) {
      throw new ModelFormatException(
          "the state file is not readable as gzip JSON: " + e.getMessage(), e);
    }
    return PulseState.copyOf(bytes).in(layout.format());
  }

  /** A few bytes of gzip can hold gigabytes of white space. */
  private static StreamReadConstraints constraints(StateLayout layout) {
    return StreamReadConstraints.builder()
        .maxDocumentLength((long) layout.size() * MAX_NUMBER_LENGTH + SPARE_BYTES)
        .build();
  }

  /** Writes a state of the given layout. */
  public static void write(OutputStream target, StateLayout layout, PulseState state)
      throws IOException {
    FloatBuffer values = state.floats();
    try (JsonGenerator json = JSON.createGenerator(new GZIPOutputStream(target))) {
      json.writeStartObject();
      for (StateLayout.Tensor tensor : layout.tensors()) {
        json.writeFieldName(tensor.name());
        writeNested(json, tensor.shape(), values);
      }
      json.writeEndObject();
    }
  }

  private static int indexOf(String name, StateLayout layout) {
    for (int i = 0; i < layout.tensors().size(); i++) {
      if (layout.tensors().get(i).name().equals(name)) {
        return i;
      }
    }
    throw new ModelFormatException(
        "the state file has a tensor '%s', which the model lacks: it has %d, %s to %s"
            .formatted(
                name,
                layout.tensors().size(),
                layout.tensors().get(0).name(),
                layout.tensors().get(layout.tensors().size() - 1).name()));
  }

  private static FloatBuffer slice(ByteBuffer bytes, StateLayout layout, int index) {
    return bytes.asFloatBuffer().slice(layout.offset(index), layout.tensors().get(index).size());
  }

  private static void readTensor(JsonParser json, StateLayout.Tensor tensor, FloatBuffer target)
      throws IOException {
    json.nextToken();
    readNested(json, tensor, tensor.shape(), target);
  }

  private static void readNested(
      JsonParser json, StateLayout.Tensor tensor, List<Long> shape, FloatBuffer target)
      throws IOException {
    if (shape.isEmpty()) {
      target.put(readNumber(json, tensor));
      return;
    }
    expect(JsonToken.START_ARRAY, json.currentToken(), tensor.describe());
    for (long i = 0; i < shape.get(0); i++) {
      if (json.nextToken() == JsonToken.END_ARRAY) {
        throw new ModelFormatException(
            "in the state file a list of %s ends after %d of %d entries"
                .formatted(tensor.describe(), i, shape.get(0)));
      }
      readNested(json, tensor, shape.subList(1, shape.size()), target);
    }
    expect(JsonToken.END_ARRAY, json.nextToken(), tensor.describe());
  }

  private static float readNumber(JsonParser json, StateLayout.Tensor tensor) throws IOException {
    JsonToken token = json.currentToken();
    if (token != JsonToken.VALUE_NUMBER_FLOAT && token != JsonToken.VALUE_NUMBER_INT) {
      throw new ModelFormatException(
          "in the state file %s holds %s where a number was expected"
              .formatted(tensor.describe(), token));
    }
    float number = json.getFloatValue();
    if (!Float.isFinite(number)) {
      throw new ModelFormatException(
          "in the state file %s holds %s, which no float32 can hold"
              .formatted(tensor.describe(), json.getText()));
    }
    return number;
  }

  private static void expect(JsonToken expected, JsonToken found, String where) {
    if (found != expected) {
      throw new ModelFormatException(
          "%s should have %s here but has %s".formatted(where, expected, found));
    }
  }

  // Gzip compares its checksum only when the end is read.
  private static void expectEnd(@Nullable JsonToken found) {
    if (found != null) {
      throw new ModelFormatException(
          "the state file should end but has %s after its object".formatted(found));
    }
  }

  private static void writeNested(JsonGenerator json, List<Long> shape, FloatBuffer values)
      throws IOException {
    if (shape.isEmpty()) {
      json.writeNumber(values.get());
      return;
    }
    json.writeStartArray();
    for (long i = 0; i < shape.get(0); i++) {
      writeNested(json, shape.subList(1, shape.size()), values);
    }
    json.writeEndArray();
  }
}
