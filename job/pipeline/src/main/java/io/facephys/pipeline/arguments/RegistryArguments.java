package io.facephys.pipeline.arguments;

import io.facephys.schemas.Credentials;
import io.facephys.schemas.SchemaRegistry;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Where a schema registry is, on the command line; shared by the job and other commands. */
public final class RegistryArguments {
  @Option(
      names = "--schema-registry",
      paramLabel = "URL",
      description =
          "A schema registry with Confluent's API, for values in format confluent: http://HOST:PORT, or https://USER:PASSWORD@HOST, which others do not see in FACEPHYS_SCHEMA_REGISTRY.")
  private @Nullable URI address;

  @Spec(Spec.Target.MIXEE)
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec command;

  /**
   * The registry; null if none is given.
   *
   * @throws IllegalArgumentException if its address does not name a server, or the command line
   *     shows its password
   */
  public @Nullable SchemaRegistry open() {
    URI given = address();
    return given == null ? null : new SchemaRegistry(given);
  }

  /**
   * Where the registry's API begins; null if none is given.
   *
   * @throws IllegalArgumentException if it does not name a server, or the command line shows its
   *     password
   */
  @Nullable URI address() {
    if (address != null
        && (address.getHost() == null || !String.valueOf(address.getScheme()).startsWith("http"))) {
      throw new IllegalArgumentException(
          "schema-registry is '%s'; http://HOST:PORT is expected"
              .formatted(address.toString().replaceFirst("[^/]*@", ""))); // without the password
    }
    if (address != null && address.getUserInfo() != null && isOnCommandLine(address)) {
      throw new IllegalArgumentException(
          "schema-registry %s would show a secret to everybody on this machine: put it into FACEPHYS_SCHEMA_REGISTRY, or the option into @FILE"
              .formatted(Credentials.masked(address.toString())));
    }
    return address;
  }

  /** Everybody on the machine can read a command line, and Flink shows the job's. */
  private boolean isOnCommandLine(URI given) {
    return command.commandLine().getParseResult().originalArgs().stream()
        .anyMatch(argument -> argument.contains(given.getRawUserInfo()));
  }
}
