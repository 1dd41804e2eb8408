package io.facephys.pipeline.arguments;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option that is read before all others, because it names the file that may hold them. */
final class ConfigArgument {
  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Java properties file with these options.")
  @Nullable Path file;
}
