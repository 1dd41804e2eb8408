package io.facephys.pipeline.progress;

import io.facephys.pipeline.record.RawRecord;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;
import org.apache.flink.core.io.InputStatus;
import org.apache.flink.events.EventBuilder;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.kafka.common.Uuid;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads through the connector's reader. It keeps the topic's id with each place in a partition, and
 * reads a partition from its start if the topic is another one than the place belongs to.
 */
final class SameTopicReader implements SourceReader<RawRecord, KafkaPartitionSplit> {
  private static final Logger LOG = LoggerFactory.getLogger(SameTopicReader.class);

  private final SourceReader<RawRecord, KafkaPartitionSplit> kafka;
  private final Supplier<TopicIdentity> topic;
  private final MetricGroup metrics;
  private final Counter recreated;
  private final Map<String, Uuid> ids = new HashMap<>(); // by split

  /**
   * @param topic asks Kafka
   */
  SameTopicReader(
      SourceReader<RawRecord, KafkaPartitionSplit> kafka,
      Supplier<TopicIdentity> topic,
      MetricGroup metrics) {
    this.kafka = kafka;
    this.topic = topic;
    this.metrics = metrics;
    this.recreated = metrics.counter("partitionsRecreated");
  }

  @Override
  public void addSplits(List<KafkaPartitionSplit> splits) {
    TopicIdentity now = topic.get();
    List<KafkaPartitionSplit> ofThisTopic = new ArrayList<>();
    List<KafkaPartitionSplit> ofAnother = new ArrayList<>();
    for (KafkaPartitionSplit split : splits) {
      if (now.isOther(split)) {
        ofAnother.add(split);
        ofThisTopic.add(now.fromStart(split));
      } else {
        ofThisTopic.add(split);
      }
      ids.put(split.splitId(), now.id());
    }
    if (!ofAnother.isEmpty()) {
      report(ofAnother);
    }
    kafka.addSplits(ofThisTopic);
  }

  private void report(List<KafkaPartitionSplit> splits) {
    recreated.inc(splits.size());
    String message =
        "TOPIC_RECREATED: the topic is another one than the job read before, deleted and created again; read from their start, no longer from these offsets: %s"
            .formatted(splits);
    LOG.warn(message);
    metrics.addEvent(
        new EventBuilder(SameTopicReader.class, "TOPIC_RECREATED")
            .setSeverity("WARN")
            .setBody(message)
            .setAttribute("partitions", splits.size()));
  }

  @Override
  public List<KafkaPartitionSplit> snapshotState(long checkpointId) {
    List<KafkaPartitionSplit> identified = new ArrayList<>();
    for (KafkaPartitionSplit split : kafka.snapshotState(checkpointId)) {
      identified.add(new IdentifiedSplit(split, ids.getOrDefault(split.splitId(), Uuid.ZERO_UUID)));
    }
    return identified;
  }

  @Override
  public void start() {
    kafka.start();
  }

  @Override
  public InputStatus pollNext(ReaderOutput<RawRecord> output) throws Exception {
    return kafka.pollNext(output);
  }

  @Override
  public CompletableFuture<Void> isAvailable() {
    return kafka.isAvailable();
  }

  @Override
  public void notifyNoMoreSplits() {
    kafka.notifyNoMoreSplits();
  }

  @Override
  public void handleSourceEvents(SourceEvent event) {
    kafka.handleSourceEvents(event);
  }

  @Override
  public void notifyCheckpointComplete(long checkpointId) throws Exception {
    kafka.notifyCheckpointComplete(checkpointId);
  }

  @Override
  public void notifyCheckpointAborted(long checkpointId) throws Exception {
    kafka.notifyCheckpointAborted(checkpointId);
  }

  @Override
  public void pauseOrResumeSplits(Collection<String> pause, Collection<String> resume) {
    kafka.pauseOrResumeSplits(pause, resume);
  }

  @Override
  public void close() throws Exception {
    kafka.close();
  }
}
