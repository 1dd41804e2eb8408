package io.facephys.pipeline.config;

import io.facephys.schemas.Credentials;
import io.facephys.schemas.JsonFormat;
import io.facephys.schemas.MessageFormat;
import io.facephys.schemas.RegistryFormat;
import io.facephys.schemas.SchemaRegistry;
import io.facephys.schemas.SingleObjectFormat;
import java.io.IOException;
import java.io.Serializable;
import java.net.URI;
import java.util.Locale;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * How the job writes the values of its topics.
 *
 * @param schemaRegistry where the registry is; with {@link Encoding#CONFLUENT} only
 */
public record OutputFormat(Encoding encoding, @Nullable URI schemaRegistry)
    implements Serializable {
  /** Avro in single-object encoding, without a registry. */
  public static final OutputFormat DEFAULT = new OutputFormat(Encoding.AVRO, null);

  /** The formats that a user can choose. */
  public enum Encoding {
    /** Avro in single-object encoding. */
    AVRO,
    /** One flat JSON object a record. */
    JSON,
    /** Avro in the wire format of Confluent's schema registry. */
    CONFLUENT;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public OutputFormat {
    boolean needed = encoding == Encoding.CONFLUENT;
    if (needed && schemaRegistry == null) {
      throw new IllegalArgumentException(
          "output-format is confluent, which needs a schema registry: give --schema-registry URL");
    }
    if (!needed && schemaRegistry != null) {
      throw new IllegalArgumentException(
          "schema-registry is given, and output-format is %s: only confluent uses a registry"
              .formatted(encoding));
    }
  }

  /**
   * The format of a topic's values.
   *
   * @throws IOException if the registry cannot be reached or refuses the schema
   */
  public <T extends SpecificRecord> MessageFormat<T> of(Class<T> type, String topic)
      throws IOException {
    if (schemaRegistry != null) {
      return new RegistryFormat<>(type, new SchemaRegistry(schemaRegistry), topic);
    }
    return encoding == Encoding.JSON ? new JsonFormat<>(type) : new SingleObjectFormat<>(type);
  }

  /** Without the registry's password. */
  @Override
  public String toString() {
    return schemaRegistry == null
        ? encoding.toString()
        : encoding + " with " + Credentials.masked(schemaRegistry.toString());
  }
}
