package io.facephys.pipeline.progress;

import io.facephys.pipeline.progress.TopicEnds.Ends;
import io.facephys.pipeline.record.RawRecord;
import java.util.Arrays;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Properties;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.runtime.io.network.api.writer.ResultPartitionWriter;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.jspecify.annotations.Nullable;

/**
 * Passes records on, and among them watermarks that say up to which time everything that had
 * arrived in the topic has been passed on ({@link Arrivals}). Event time in this job is the time of
 * arrival in Kafka, never a time that a record claims.
 */
public final class ArrivalOperator extends AbstractStreamOperator<RawRecord>
    implements OneInputStreamOperator<RawRecord, RawRecord> {
  private static final long serialVersionUID = 1L;
  private static final long WATERMARK_INTERVAL_MILLIS = 200;

  private final String topic;
  private final Properties client;

  private transient @Nullable TopicEnds ends; // null before open and after close
  private transient Arrivals arrivals;
  private transient long watermarkMillis;

  /**
   * @param client properties of any Kafka client, with bootstrap.servers
   */
  public ArrivalOperator(String topic, Properties client) {
    this.topic = topic;
    this.client = client;
  }

  @Override
  public void open() throws Exception {
    super.open();
    TopicEnds started = new TopicEnds(new OffsetQuestion(topic, client));
    started.start();
    ends = started;
    arrivals = new Arrivals(nowMillis());
    watermarkMillis = Long.MIN_VALUE;
    getMetricGroup().gauge("heldByTransactions", (Gauge<Long>) () -> held(started.latest()));
    getMetricGroup().gauge("unansweredMillis", (Gauge<Long>) started::unansweredMillis);
    setTimer();
  }

  /** How many records transactions hold back; each subtask counts those of its own partitions. */
  private long held(@Nullable Ends answer) {
    int subtasks = getRuntimeContext().getTaskInfo().getNumberOfParallelSubtasks();
    int subtask = getRuntimeContext().getTaskInfo().getIndexOfThisSubtask();
    return answer == null
        ? 0
        : answer.held().entrySet().stream()
            .filter(partition -> partition.getKey() % subtasks == subtask)
            .mapToLong(Map.Entry::getValue)
            .sum();
  }

  @Override
  public void processElement(StreamRecord<RawRecord> element) {
    RawRecord record = element.getValue();
    output.collect(element);
    arrivals.passed(record.partition(), record.offset(), nowMillis());
  }

  private void setTimer() {
    var unused =
        getProcessingTimeService()
            .registerTimer(nowMillis() + WATERMARK_INTERVAL_MILLIS, this::onTimer);
  }

  private void onTimer(long dueMillis) {
    if (ends == null) {
      return;
    }
    OptionalLong passedUpTo = arrivals.passedUpTo(ends.latest(), nowMillis(), isFree());
    if (passedUpTo.isPresent() && passedUpTo.getAsLong() > watermarkMillis) {
      watermarkMillis = passedUpTo.getAsLong();
      output.emitWatermark(new Watermark(watermarkMillis));
    }
    setTimer();
  }

  /** Whether the next operators take records; timers also fire while they do not. */
  private boolean isFree() {
    return Arrays.stream(getContainingTask().getEnvironment().getAllWriters())
        .allMatch(ResultPartitionWriter::isAvailable);
  }

  private long nowMillis() {
    return getProcessingTimeService().getCurrentProcessingTime();
  }

  @Override
  public void close() throws Exception {
    TopicEnds open = ends;
    ends = null;
    if (open != null) {
      open.close();
    }
    super.close();
  }
}
