package io.facephys.analysts;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.facephys.testbed.FreePort;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** Apicurio's schema registry, which speaks Confluent's API, in a process on 127.0.0.1. */
final class RegistryProcess implements AutoCloseable {
  private static final Path ARCHIVE = Path.of(System.getProperty("facephys.registry"));
  private static final Path JDKS = Path.of("/usr/lib/jvm");
  private static final int MIN_JAVA = 21;
  private static final Pattern VERSION = Pattern.compile("JAVA_VERSION=\"([0-9]+)");

  private final Process process;
  private final URI api;

  private RegistryProcess(Process process, URI api) {
    this.process = process;
    this.api = api;
  }

  /** Starts it; skips the test if the archive or a JDK that runs it is missing. */
  static RegistryProcess start(Path folder) throws Exception {
    assumeTrue(
        Files.exists(ARCHIVE),
        ARCHIVE
            + " is not there; 'mvn dependency:get"
            + " -Dartifact=io.apicurio:apicurio-registry-app:3.3.3:tar.gz:all -Dtransitive=false'"
            + " brings it (151 MB)");
    Optional<Path> java = java();
    assumeTrue(java.isPresent(), "no JDK of version 21 or later is in " + JDKS);
    Process tar =
        new ProcessBuilder("tar", "xzf", ARCHIVE.toString(), "-C", folder.toString())
            .inheritIO()
            .start();
    assumeTrue(tar.waitFor() == 0, "tar cannot unpack " + ARCHIVE);
    int port = FreePort.otherThan(Set.of());
    Process process =
        new ProcessBuilder(
                java.orElseThrow().toString(),
                "-Xmx512m",
                "-Djava.io.tmpdir=" + folder,
                "-Dquarkus.http.host=127.0.0.1",
                "-Dquarkus.http.port=" + port,
                "-Dquarkus.management.host=127.0.0.1",
                "-Dquarkus.management.port=" + FreePort.otherThan(Set.of(port)),
                "-jar",
                "quarkus-run.jar")
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("registry.log").toFile())
            .start();
    RegistryProcess registry =
        new RegistryProcess(
            process, URI.create("http://127.0.0.1:%d/apis/ccompat/v7".formatted(port)));
    try {
      Awaitility.await()
          .atMost(Duration.ofMinutes(2))
          .ignoreExceptionsInstanceOf(IOException.class)
          .until(() -> registry.get("/subjects").equals("[]"));
    } catch (RuntimeException e) {
      registry.close();
      throw e;
    }
    return registry;
  }

  /** Where Confluent's API begins. */
  URI api() {
    return api;
  }

  /** What the registry answers. */
  String get(String path) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(URI.create(api + path)).build();
    return HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
  }

  private static Optional<Path> java() throws IOException {
    if (!Files.isDirectory(JDKS)) {
      return Optional.empty();
    }
    try (Stream<Path> homes = Files.list(JDKS)) {
      List<Path> all = homes.filter(home -> Files.exists(home.resolve("release"))).toList();
      for (Path home : all) {
        Matcher version = VERSION.matcher(Files.readString(home.resolve("release")));
        if (version.find() && Integer.parseInt(version.group(1)) >= MIN_JAVA) {
          return Optional.of(home.resolve("bin/java"));
        }
      }
    }
    return Optional.empty();
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
