package io.facephys.pipeline.arguments;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Options that are wrong end in a message that names the value and says what to do. */
class BadOptionsTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --grup-id=x               | '--grup-id=x'       | --help lists the options
          surplus                   | 'surplus'           | --help lists the options
          --group-id                | '--group-id'        | --help lists the options
          --start=middle            | 'middle'            | expected one of [EARLIEST, LATEST]
          --delivery=maybe          | 'maybe'             | exactly-once, AT_LEAST_ONCE, at-least-once]
          --max-parallelism=many    | 'many'              | is not an int
          --max-parallelism=0       | max-parallelism is 0     | 1 to 32768 are allowed
          --max-parallelism=32769   | max-parallelism is 32769 | 1 to 32768 are allowed
          --initial-state=s.gz      | initial state is 's.gz' | give both
          --input-topic=pulse-waveforms | 'pulse-waveforms' | 7 different ones are needed
          --dead-letter-topic=face-chunks | 'face-chunks' | 7 different ones are needed
          --output-topic=face-chunks-dead-letters | 'face-chunks-dead-letters' | 7 different ones are needed
          --event-topic=face-control | 'face-control' | 7 different ones are needed
          --output-format=xml       | 'xml'               | expected one of [AVRO, JSON, CONFLUENT]
          --output-format=confluent | output-format is confluent | --schema-registry URL
          --schema-registry=http://r | output-format is avro | only confluent uses a registry
          --schema-registry=r:8081  | 'r:8081'            | http://HOST:PORT is expected
          --schema-registry=u:p@r   | 'r'                 | http://HOST:PORT is expected
          --schema-registry=https://u:p@r | 'https://***@r would show a secret' | FACEPHYS_SCHEMA_REGISTRY
          --reorder-wait=soon       | 'soon'              | --help lists the options
          --reorder-wait=-1s        | '-1s'               | --help lists the options
          --gap-hold=11s            | gap-hold is 11000 ms | 10000 ms at most are allowed
          --reorder-chunks=65       | reorder-chunks is 65 | 0 to 64 are allowed
          --idle-timeout=0s         | idle-timeout is 0 ms | at least 1000 ms are needed
          --idle-timeout=2s         | idle-timeout is 2000 ms | more than reorder-wait, 2000 ms
          --max-value-bytes=1       | max-value-bytes is 1 | 65536 to 67108864 are allowed
          --max-chunk-frames=301    | max-chunk-frames is 301 | 1 to 300 are allowed
          --max-cameras=0           | max-cameras is 0    | 1 to 10000 are allowed
          --max-frame-rate=NaN      | max-frame-rate is NaN | 1 to 10000.0 are allowed
          --bootstrap-servers=      | bootstrap-servers is blank | give host:port
          --kafka=security.protocol | security.protocol   | KEY=VALUE
          --kafka=sasl.jaas.config=x | sasl.jaas.config=... | the file of --client-properties
          --kafka=ssl.key.password=x | ssl.key.password=... | the file of --client-properties
          --client-properties=none  | 'none'              | cannot be read
          """)
  void badArgumentIsRefused(String argument, String value, String remedy) {
    assertRefused(Map.of(), argument)
        .withMessageContaining(value.replaceAll("^'|'$", ""))
        .withMessageContaining(remedy);
  }

  @ParameterizedTest
  @ValueSource(strings = {"grup-id", "Group-Id", "help", "version", "config"})
  void keyOfTheFileThatIsNotAnOptionIsRefusedWithThoseThatAre(String key) throws IOException {
    Path file = Files.writeString(folder.resolve("job.properties"), key + "=true\n");

    assertRefused(Map.of(), "--config=" + file)
        .withMessageContaining("'%s' sets '%s', which is not an option".formatted(file, key))
        .withMessageContaining("[bootstrap-servers, client-properties, kafka, input-topic, ")
        .withMessageContaining("and kafka.*");
  }

  @Test
  void badValueOfTheFileIsRefusedLikeAnArgument() throws IOException {
    Path file = Files.writeString(folder.resolve("job.properties"), "max-parallelism=many\n");

    assertRefused(Map.of(), "--config=" + file).withMessageContaining("'many' is not an int");
  }

  @Test
  void badValueOfTheEnvironmentIsRefusedLikeAnArgument() {
    assertRefused(Map.of("FACEPHYS_START", "middle"))
        .withMessageContaining("expected one of [EARLIEST, LATEST]")
        .withMessageContaining("'middle'");
  }

  @Test
  void fileThatIsNotThereIsNamed() {
    Path file = folder.resolve("nowhere.properties");

    assertRefused(Map.of(), "--config=" + file)
        .withMessageContaining("the configuration file '%s' cannot be read".formatted(file));
  }

  @Test
  void fileThatIsNoPropertiesFileIsNamed() throws IOException {
    Path file = Files.writeString(folder.resolve("job.properties"), "group-id=\\u12\n");

    assertRefused(Map.of(), "--config=" + file)
        .withMessageContaining("the configuration file '%s' cannot be read".formatted(file));
  }

  @Test
  void fileThatIsNoTextIsNamed() throws IOException {
    Path file = Files.write(folder.resolve("job.properties"), new byte[] {(byte) 0xC3, 0x28});

    assertRefused(Map.of(), "--config=" + file)
        .withMessageContaining("the configuration file '%s' cannot be read".formatted(file));
  }

  private static ThrowableAssertAlternative<IllegalArgumentException> assertRefused(
      Map<String, String> environment, String... arguments) {
    return assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> JobCommandLine.parse(arguments, environment));
  }
}
