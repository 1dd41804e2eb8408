package io.facephys.schemas;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.apache.avro.Schema;

/** Schemas of earlier releases, whose messages may still lie in a topic. */
final class ReleasedSchema {
  private ReleasedSchema() {}

  /** The schema that stands beside this class as {@code name.avsc}. */
  static Schema named(String name) {
    try (InputStream in = ReleasedSchema.class.getResourceAsStream(name + ".avsc")) {
      if (in == null) {
        throw new IllegalStateException("the jar lacks the released schema " + name);
      }
      return new Schema.Parser().parse(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
