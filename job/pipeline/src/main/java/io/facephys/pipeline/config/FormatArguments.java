package io.facephys.pipeline.config;

import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The format of what the job writes, on the command line. */
@SuppressWarnings("NullAway.Init") // picocli fills the fields
final class FormatArguments {
  @Option(
      names = "--output-format",
      paramLabel = "HOW",
      defaultValue = "avro",
      description =
          "How values are written: avro (single-object encoding), json (one flat object a record) or confluent (Avro with the number of its schema in the schema registry). Default: ${DEFAULT-VALUE}.")
  private OutputFormat.Encoding encoding;

  @Mixin private RegistryArguments registry;

  OutputFormat format() {
    return new OutputFormat(encoding, registry.address());
  }
}
