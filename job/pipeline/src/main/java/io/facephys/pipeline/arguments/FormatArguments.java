package io.facephys.pipeline.arguments;

import io.facephys.pipeline.config.OutputFormat;
import io.facephys.schemas.SchemaRegistry;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The format of what the job writes, on the command line; shared by the job and the demo. */
public final class FormatArguments {
  @Option(
      names = "--output-format",
      paramLabel = "HOW",
      description =
          "How values are written: avro (single-object encoding), json (one flat object a record) or confluent (Avro with the number of its schema in the schema registry). Default: ${DEFAULT-VALUE}.")
  private OutputFormat.Encoding encoding = OutputFormat.DEFAULT.encoding();

  @Mixin private RegistryArguments registry;

  /**
   * The format.
   *
   * @throws IllegalArgumentException if it is confluent and there is no registry, or the reverse
   */
  public OutputFormat format() {
    return new OutputFormat(encoding, registry.address());
  }

  /** The registry, for reading what is written; null if none is given. */
  public @Nullable SchemaRegistry registry() {
    return registry.open();
  }
}
