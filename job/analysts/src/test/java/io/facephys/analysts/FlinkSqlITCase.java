package io.facephys.analysts;

import static org.assertj.core.api.Assertions.assertThat;

import io.facephys.pipeline.config.Topic;
import io.facephys.pipeline.config.TopicNames;
import io.facephys.schemas.JsonFormat;
import io.facephys.schemas.PulseWaveform;
import io.facephys.schemas.VitalSigns;
import io.facephys.testbed.EmbeddedKafka;
import io.facephys.testbed.topics.Topics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.TableEnvironment;
import org.apache.flink.types.Row;
import org.apache.flink.util.CloseableIterator;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Runs the SQL of schemas/ANALYSTS.md as it stands there, on a local Flink and a real broker. */
final class FlinkSqlITCase {
  private static final Path PAGE =
      Path.of(System.getProperty("facephys.root"), "schemas", "ANALYSTS.md");
  private static final Pattern SQL = Pattern.compile("(?s)```sql\\n(.*?)```");
  private static final Pattern SETTING = Pattern.compile("SET '(.*)' = '(.*)'");
  private static final TableEnvironment TABLES =
      TableEnvironment.create(EnvironmentSettings.inBatchMode());

  private static EmbeddedKafka kafka;

  @BeforeAll
  static void start() throws Exception {
    kafka = EmbeddedKafka.start();
    Topics.create(kafka.client(), TopicNames.DEFAULT, 2);
    JsonFormat<VitalSigns> rows = new JsonFormat<>(VitalSigns.class);
    JsonFormat<PulseWaveform> waves = new JsonFormat<>(PulseWaveform.class);
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(kafka.client(), new ByteArraySerializer(), new ByteArraySerializer())) {
      for (VitalSigns row : Ward.rows()) {
        producer.send(record(Topic.VITAL_SIGNS, row.getSubjectId(), rows.encode(row))).get();
      }
      for (PulseWaveform wave : Ward.waves()) {
        producer.send(record(Topic.PULSE_WAVEFORMS, wave.getSubjectId(), waves.encode(wave))).get();
      }
    }
    for (String statement : statements().toList()) {
      Matcher setting = SETTING.matcher(statement);
      if (setting.matches()) { // a statement of the client
        TABLES.getConfig().set(setting.group(1), setting.group(2));
      } else if (statement.startsWith("CREATE")) {
        TABLES.executeSql(statement.replace("localhost:9092", kafka.bootstrapServers()));
      }
    }
  }

  @AfterAll
  static void stop() {
    kafka.close();
  }

  @Test
  void minuteMediansOfEachSubject() throws Exception {
    assertThat(query("AS medianBpm"))
        .containsExactlyInAnyOrder(
            "anna, door, 2026-01-01T00:00, 89.5, 60",
            "anna, door, 2026-01-01T00:01, 70.0, 60",
            "wall, door, 2026-01-01T00:00, null, 0",
            "wall, door, 2026-01-01T00:01, null, 0",
            "bert, door, 2026-01-01T00:00, 80.25, 30",
            "bert, door, 2026-01-01T00:01, 80.25, 30",
            "bert, hall, 2026-01-01T00:00, 80.25, 30",
            "bert, hall, 2026-01-01T00:01, 80.25, 30");
  }

  @Test
  void subjectsWithoutAPulse() throws Exception {
    assertThat(query("HAVING COUNT(pulseRateBpm) = 0"))
        .containsExactlyInAnyOrder(
            "wall, 2026-01-01T00:00, NO_PULSE", "wall, 2026-01-01T00:01, NO_PULSE");
  }

  @Test
  void ratesBesideTheQualityOfTheirWaves() throws Exception {
    assertThat(query("AS waveReasons"))
        .containsExactly("bert, door, 2026-01-01T00:00:20Z, 80.25, 0.9, 29.5, GAP");
  }

  @Test
  void everySampleOfAWaveIsTheSameToTheLastBit() throws Exception {
    List<Float> read = new ArrayList<>();
    try (CloseableIterator<Row> rows =
        TABLES.executeSql("SELECT wave FROM pulse_waveforms").collect()) {
      rows.forEachRemaining(row -> read.addAll(Arrays.asList((Float[]) row.getFieldAs(0))));
    }
    List<Float> written = Ward.waves().stream().flatMap(wave -> wave.getWave().stream()).toList();

    assertThat(read).containsExactlyInAnyOrderElementsOf(written);
  }

  /** What the page's statement with this text in it gives. */
  private static List<String> query(String part) throws Exception {
    String statement = statements().filter(text -> text.contains(part)).findFirst().orElseThrow();
    List<String> rows = new ArrayList<>();
    try (CloseableIterator<Row> result = TABLES.executeSql(statement).collect()) {
      result.forEachRemaining(row -> rows.add(row.toString().replaceAll("^\\+I\\[|]$", "")));
    }
    return rows;
  }

  private static Stream<String> statements() throws Exception {
    return SQL.matcher(Files.readString(PAGE))
        .results()
        .flatMap(block -> Arrays.stream(block.group(1).split(";")))
        .map(String::strip)
        .filter(statement -> !statement.isEmpty());
  }

  private static ProducerRecord<byte[], byte[]> record(Topic topic, String key, byte[] value) {
    return new ProducerRecord<>(topic.defaultName(), key.getBytes(StandardCharsets.UTF_8), value);
  }
}
