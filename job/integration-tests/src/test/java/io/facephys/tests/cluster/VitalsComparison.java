package io.facephys.tests.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.facephys.pipeline.config.Topic;
import io.facephys.pipeline.config.TopicNames;
import io.facephys.schemas.PulseBeat;
import io.facephys.schemas.VitalSigns;
import io.facephys.testbed.topics.TopicReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.apache.avro.specific.SpecificRecord;

/** Compares committed vital signs and beats with those of the unbroken run. */
record VitalsComparison(Properties client) {
  void expectEveryRowOnce(SubjectStreams streams) {
    SubjectStreams.Vitals expected = streams.expectedVitals();
    assertThat(expected.rows()).anyMatch(row -> row.getPulseRateBpm() != null);
    assertThat(committed(Topic.VITAL_SIGNS, VitalSigns.class))
        .containsExactlyInAnyOrderElementsOf(expected.rows());
    assertThat(expected.beats()).isNotEmpty();
    assertThat(committed(Topic.PULSE_BEATS, PulseBeat.class))
        .containsExactlyInAnyOrderElementsOf(expected.beats());
  }

  /** All committed records of a topic. */
  private <T extends SpecificRecord> List<T> committed(Topic topic, Class<T> type) {
    List<T> records = new ArrayList<>();
    try (TopicReader<T> all =
        new TopicReader<>(
            client, TopicNames.DEFAULT.of(topic), type, null, /* fromBeginning= */ true)) {
      List<T> more = all.poll(Duration.ofSeconds(10));
      while (!more.isEmpty()) {
        records.addAll(more);
        more = all.poll(Duration.ofSeconds(2));
      }
    }
    return records;
  }
}
