package io.facephys.pipeline.progress;

import static org.assertj.core.api.Assertions.assertThat;

import io.facephys.pipeline.record.RecordPlace;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.ProcessOperator;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

class RetentionWatchTest {
  private static final int LOG_START = 40;

  private final RetentionWatch watch = new RetentionWatch((topic, partition) -> LOG_START);

  @Test
  void recordsThatKafkaDeletedBeforeTheyWereReadAreCounted() throws Exception {
    OperatorSubtaskState state = read(0, 8, 9);

    RetentionWatch restarted = new RetentionWatch((topic, partition) -> LOG_START);
    try (OneInputStreamOperatorTestHarness<RecordPlace, Void> harness = harness(restarted)) {
      harness.initializeState(state);
      harness.open();
      harness.processElement(record(0, LOG_START), 0);

      assertThat(restarted.deletedUnread()).isEqualTo(LOG_START - 10);
    }
  }

  /** Versions that had a watch in each subtask of the source wrote such states. */
  @Test
  void statesOfSeveralSubtasksAreRestoredInOne() throws Exception {
    OperatorSubtaskState states =
        AbstractStreamOperatorTestHarness.repackageState(
            read(0, 8, 9), read(1, 20), read(0, 3)); // partition 0 had moved

    RetentionWatch restarted = new RetentionWatch((topic, partition) -> LOG_START);
    try (OneInputStreamOperatorTestHarness<RecordPlace, Void> harness = harness(restarted)) {
      harness.initializeState(states);
      harness.open();
      harness.processElement(record(0, LOG_START), 0);
      harness.processElement(record(1, LOG_START), 0);

      assertThat(restarted.deletedUnread()).isEqualTo(LOG_START - 10 + LOG_START - 21);
    }
  }

  @Test
  void holesBehindTheStartOfThePartitionAreNoLoss() throws Exception {
    read(watch, 0, LOG_START, LOG_START + 5); // a transaction ended between them

    assertThat(watch.deletedUnread()).isZero();
  }

  @Test
  void firstRecordOfAPartitionIsNoLoss() throws Exception {
    read(watch, 0, LOG_START);
    read(watch, 1, LOG_START);

    assertThat(watch.deletedUnread()).isZero();
  }

  /** Each commit of a transactional producer leaves a hole. */
  @Test
  void kafkaIsAskedOnceInTenSecondsForAPartition() throws Exception {
    AtomicInteger questions = new AtomicInteger();
    RetentionWatch counted =
        new RetentionWatch(
            (topic, partition) -> {
              questions.incrementAndGet();
              return 0;
            });
    try (OneInputStreamOperatorTestHarness<RecordPlace, Void> harness = harness(counted)) {
      harness.open();
      for (int i = 0; i < 1000; i++) {
        harness.setProcessingTime(20L * i);
        harness.processElement(record(0, 2L * i), 0);
      }
    }
    assertThat(questions).hasValue(2);
  }

  @Test
  void jumpWhileKafkaIsNotAskedIsCountedLater() throws Exception {
    try (OneInputStreamOperatorTestHarness<RecordPlace, Void> harness = harness(watch)) {
      harness.open();
      harness.processElement(record(0, 1), 0);
      harness.processElement(record(0, 3), 0);
      harness.processElement(record(0, LOG_START), 0);
      harness.processElement(record(0, LOG_START + 2), 0);
      assertThat(watch.deletedUnread()).isEqualTo(1);
      harness.setProcessingTime(RetentionWatch.ASK_INTERVAL_MILLIS);
      harness.processElement(record(0, LOG_START + 3), 0);

      assertThat(watch.deletedUnread()).isEqualTo(1 + LOG_START - 4);
    }
  }

  @Test
  void jobGoesOnAndAsksAgainIfKafkaDoesNotAnswer() throws Exception {
    AtomicInteger questions = new AtomicInteger();
    RetentionWatch unlucky =
        new RetentionWatch(
            (topic, partition) -> {
              if (questions.incrementAndGet() == 1) {
                throw new IOException("no broker");
              }
              return LOG_START;
            });
    try (OneInputStreamOperatorTestHarness<RecordPlace, Void> harness = harness(unlucky)) {
      harness.open();
      harness.processElement(record(0, 1), 0);
      harness.processElement(record(0, LOG_START), 0);
      harness.setProcessingTime(RetentionWatch.ASK_INTERVAL_MILLIS);
      harness.processElement(record(0, LOG_START + 1), 0);

      assertThat(unlucky.deletedUnread()).isEqualTo(LOG_START - 2);
    }
  }

  private static OperatorSubtaskState read(int partition, int... offsets) throws Exception {
    return read(new RetentionWatch((topic, unused) -> LOG_START), partition, offsets);
  }

  private static OperatorSubtaskState read(RetentionWatch watch, int partition, int... offsets)
      throws Exception {
    try (OneInputStreamOperatorTestHarness<RecordPlace, Void> harness = harness(watch)) {
      harness.open();
      for (int offset : offsets) {
        harness.processElement(record(partition, offset), 0);
      }
      return harness.snapshot(1, 1);
    }
  }

  private static OneInputStreamOperatorTestHarness<RecordPlace, Void> harness(RetentionWatch watch)
      throws Exception {
    return new OneInputStreamOperatorTestHarness<>(new ProcessOperator<>(watch));
  }

  private static RecordPlace record(int partition, long offset) {
    return new RecordPlace("face-chunks", partition, offset);
  }
}
