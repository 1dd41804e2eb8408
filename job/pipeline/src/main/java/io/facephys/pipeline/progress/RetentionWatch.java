package io.facephys.pipeline.progress;

import io.facephys.pipeline.record.RecordPlace;
import java.io.IOException;
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
 * jump counts only as far as it lies before the start of the partition. Kafka is asked for that at
 * most once in {@value #ASK_INTERVAL_MILLIS} ms for a partition; of several jumps meanwhile the
 * largest counts. If Kafka does not answer, the job goes on and asks again.
 *
 * <p>Only one subtask may run, and it must see all partitions: then it does not matter which
 * subtask of the source reads a partition after a restore.
 */
public final class RetentionWatch extends ProcessFunction<RecordPlace, Void>
    implements CheckpointedFunction {
  private static final long serialVersionUID = 1L;
  private static final Logger LOG = LoggerFactory.getLogger(RetentionWatch.class);

  static final long ASK_INTERVAL_MILLIS = 10_000;
  private static final long LOG_INTERVAL_MILLIS = 60_000;

  /** Offsets that were not read, from the first on, before {@code end}. */
  private record Jump(long first, long end) {
    long size() {
      return end - first;
    }
  }

  private final LogStarts starts;
  private transient Map<String, Long> next; // offset, by topic and partition
  private transient Map<String, Jump> jumps; // not yet compared with the start, by the same
  private transient Map<String, Long> askedMillis; // by the same
  private transient long logMillis; // when to log the next failure
  private transient ListState<Tuple2<String, Long>> stored;
  private transient Counter deletedUnread;
  private transient Counter unanswered;

  /**
   * @param starts says where the partitions begin
   */
  public RetentionWatch(LogStarts starts) {
    this.starts = starts;
  }

  @Override
  public void initializeState(FunctionInitializationContext context) throws Exception {
    next = new HashMap<>();
    jumps = new HashMap<>();
    askedMillis = new HashMap<>();
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
    unanswered = getRuntimeContext().getMetricGroup().counter("retentionUnanswered");
  }

  @Override
  public void processElement(RecordPlace record, Context context, Collector<Void> out)
      throws InterruptedException {
    String partition = record.topic() + '-' + record.partition();
    Long expected = next.put(partition, record.offset() + 1);
    if (expected != null && record.offset() > expected) {
      Jump jump = new Jump(expected, record.offset());
      jumps.merge(partition, jump, (one, other) -> one.size() < other.size() ? other : one);
    }
    Jump jump = jumps.get(partition);
    long now = context.timerService().currentProcessingTime();
    Long asked = askedMillis.get(partition);
    if (jump != null && (asked == null || now - asked >= ASK_INTERVAL_MILLIS)) {
      askedMillis.put(partition, now);
      compare(jump, record, partition, now);
    }
  }

  /** Compares a jump with the start of its partition. */
  private void compare(Jump jump, RecordPlace record, String partition, long nowMillis)
      throws InterruptedException {
    try {
      long start = starts.of(record.topic(), record.partition());
      jumps.remove(partition);
      report(jump, Math.min(start, jump.end()), partition);
    } catch (IOException e) {
      unanswered.inc();
      if (nowMillis >= logMillis) {
        logMillis = nowMillis + LOG_INTERVAL_MILLIS;
        LOG.warn("Kafka does not say what it deleted of {}; asking again", partition, e);
      }
    }
  }

  private void report(Jump jump, long start, String partition) {
    long deleted = start - jump.first();
    if (deleted > 0) {
      deletedUnread.inc(deleted);
      String message =
          "DELETED_UNREAD: Kafka deleted up to %d records of %s (offsets %d to %d) before the job read them; their subjects' waves have gaps. Raise the topic's retention.ms above the longest time that the job may be down"
              .formatted(deleted, partition, jump.first(), start - 1);
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

  @Override
  public void close() {
    starts.close();
  }
}
