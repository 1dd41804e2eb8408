package io.facephys.pipeline.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.facephys.pipeline.record.RawRecord;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.ProcessOperator;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

class RetentionWatchTest {
  private static final int LOG_START = 40;

  private final RetentionWatch watch = new RetentionWatch((topic, partition) -> LOG_START);

  @Test
  void recordsThatKafkaDeletedBeforeTheyWereReadAreCounted() throws Exception {
    OperatorSubtaskState state = read(0, 8, 9);

    RetentionWatch restarted = new RetentionWatch((topic, partition) -> LOG_START);
    try (OneInputStreamOperatorTestHarness<RawRecord, RawRecord> harness = harness(restarted)) {
      harness.initializeState(state);
      harness.open();
      harness.processElement(record(0, LOG_START), 0);

      assertThat(restarted.deletedUnread()).isEqualTo(LOG_START - 10);
      assertThat(harness.extractOutputValues()).hasSize(1);
    }
  }

  @Test
  void holesBehindTheStartOfThePartitionAreNoLoss() throws Exception {
    read(0, LOG_START, LOG_START + 5); // a transaction ended between them

    assertThat(watch.deletedUnread()).isZero();
  }

  @Test
  void firstRecordOfAPartitionIsNoLoss() throws Exception {
    read(0, LOG_START);
    read(1, LOG_START);

    assertThat(watch.deletedUnread()).isZero();
  }

  private OperatorSubtaskState read(int partition, int... offsets) throws Exception {
    try (OneInputStreamOperatorTestHarness<RawRecord, RawRecord> harness = harness(watch)) {
      harness.open();
      for (int offset : offsets) {
        harness.processElement(record(partition, offset), 0);
      }
      return harness.snapshot(1, 1);
    }
  }

  private static OneInputStreamOperatorTestHarness<RawRecord, RawRecord> harness(
      RetentionWatch watch) throws Exception {
    return new OneInputStreamOperatorTestHarness<>(new ProcessOperator<>(watch));
  }

  private static RawRecord record(int partition, long offset) {
    return new RawRecord("face-chunks", partition, offset, 0, null, null, new RawRecord.Header[0]);
  }
}
