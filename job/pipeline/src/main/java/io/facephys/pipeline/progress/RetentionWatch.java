package io.facephys.pipeline.progress;

import io.facephys.pipeline.record.RecordPlace;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.events.EventBuilder;
import org.apache.flink.metrics.Counter;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reports records that Kafka deleted before the job read them, because the job was down, or behind,
 * for longer than the topic's retention. The source goes on with the oldest record that is there
 * and does not report anything.
 *
 * <p>A jump of offsets alone proves nothing: transactions and compaction leave holes, too. So a
 * jump counts only as far as it lies before the start of the partition.
 *
 * <p>Only one subtask may run, and it must see all partitions: then it does not matter which
 * subtask of the source reads a partition after a restore.
 */
public final class RetentionWatch extends ProcessFunction<RecordPlace, Void>
    implements CheckpointedFunction {
  private static final long serialVersionUID = 1L;
  private static final Logger LOG = LoggerFactory.getLogger(RetentionWatch.class);

  private final LogStarts starts;
  private transient Map<String, Long> next; // offset, by topic and partition
  private transient ListState<Tuple2<String, Long>> stored;
  private transient Counter deletedUnread;

  /**
   * @param starts says where the partitions begin
   */
  public RetentionWatch(LogStarts starts) {
    this.starts = starts;
  }

  @Override
  public void initializeState(FunctionInitializationContext context) throws Exception {
    next = new HashMap<>();
    // Union, because earlier versions wrote it so, in several subtasks.
    stored =
        context
            .getOperatorStateStore()
            .getUnionListState(
                new ListStateDescriptor<>("next-offsets", Types.TUPLE(Types.STRING, Types.LONG)));
    for (Tuple2<String, Long> entry : stored.get()) {
      next.merge(entry.f0, entry.f1, Math::max);
    }
  }

  @Override
  public void open(OpenContext context) {
    deletedUnread = getRuntimeContext().getMetricGroup().counter("recordsDeletedUnread");
  }

  @Override
  public void processElement(RecordPlace record, Context context, Collector<Void> out)
      throws Exception {
    Long expected = next.put(record.topic() + '-' + record.partition(), record.offset() + 1);
    if (expected != null && record.offset() > expected) {
      report(record, expected);
    }
  }

  private void report(RecordPlace record, long expected) throws Exception {
    long start = Math.min(starts.of(record.topic(), record.partition()), record.offset());
    long deleted = start - expected;
    if (deleted > 0) {
      deletedUnread.inc(deleted);
      String message =
          "DELETED_UNREAD: Kafka deleted up to %d records of %s-%d (offsets %d to %d) before the job read them; their subjects' waves have gaps. Raise the topic's retention.ms above the longest time that the job may be down"
              .formatted(deleted, record.topic(), record.partition(), expected, start - 1);
      LOG.error(message);
      getRuntimeContext()
          .getMetricGroup()
          .addEvent(
              new EventBuilder(RetentionWatch.class, "DELETED_UNREAD")
                  .setSeverity("ERROR")
                  .setBody(message)
                  .setAttribute("records", deleted));
    }
  }

  /** How many records were deleted unread since the job started. */
  long deletedUnread() {
    return deletedUnread.getCount();
  }

  @Override
  public void snapshotState(FunctionSnapshotContext context) throws Exception {
    stored.clear();
    for (Map.Entry<String, Long> entry : next.entrySet()) {
      stored.add(Tuple2.of(entry.getKey(), entry.getValue()));
    }
  }
}
