package io.facephys.tests.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import io.facephys.pipeline.guard.KafkaFailedRecords;
import io.facephys.pipeline.record.RawRecord;
import io.facephys.testbed.EmbeddedKafka;
import io.facephys.tests.LocalCluster;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** Places of records on which the job failed are in Kafka, where the next run finds them. */
final class FailedRecordITCase {
  @Test
  void placesOutliveTheProcess() throws Exception {
    try (EmbeddedKafka kafka = EmbeddedKafka.start();
        LocalCluster cluster = new LocalCluster(kafka, "failed")) {
      KafkaFailedRecords failed = new KafkaFailedRecords(cluster.client(), "job");
      failed.open();
      failed.add(at(7));
      failed.add(at(9));

      try (Admin admin = Admin.create(cluster.client())) {
        Map<TopicPartition, OffsetAndMetadata> kept =
            admin
                .listConsumerGroupOffsets("job-failed-records")
                .partitionsToOffsetAndMetadata()
                .get();
        assertThat(kept).hasSize(1);
        assertThat(kept.values().iterator().next().metadata()).isEqualTo("7,9");
        // As another process would have left it.
        OffsetAndMetadata other = new OffsetAndMetadata(5, "7,9,5");
        admin
            .alterConsumerGroupOffsets(
                "job-failed-records", Map.of(kept.keySet().iterator().next(), other))
            .all()
            .get();
      }
      assertThat(failed.contains(at(5))).isFalse();
      failed.open();
      assertThat(failed.contains(at(5))).isTrue();
      assertThat(failed.contains(at(9))).isTrue();
      assertThat(failed.contains(at(8))).isFalse();
    }
  }

  private static RawRecord at(long offset) {
    return new RawRecord("failed-face-chunks", 1, offset, 0, null, null, new RawRecord.Header[0]);
  }
}
