package io.facephys.pipeline.delivery;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.apache.flink.connector.kafka.sink.KafkaCommittable;
import org.apache.flink.connector.kafka.sink.KafkaWriterState;
import org.apache.flink.connector.kafka.sink.TwoPhaseCommittingStatefulSink.PrecommittingStatefulSinkWriter;
import org.apache.flink.connector.kafka.sink.internal.CheckpointTransaction;
import org.apache.flink.events.EventBuilder;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.groups.SinkWriterMetricGroup;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes through the connector's writer and keeps what it wrote until it is committed. After a
 * restart, and before it writes anything else, it asks Kafka what became of the transactions of the
 * checkpoint, and sends the records of aborted ones again. Flink calls it on one thread.
 *
 * @param <T> the type of what it writes
 */
final class JournaledWriter<T>
    implements PrecommittingStatefulSinkWriter<T, JournaledState, KafkaCommittable> {
  private static final Logger LOG = LoggerFactory.getLogger(JournaledWriter.class);

  private final PrecommittingStatefulSinkWriter<
          ProducerRecord<byte[], byte[]>, KafkaWriterState, KafkaCommittable>
      kafka;
  private final Records<T> records;
  private final OpenJournal open;
  private final CommittedRecords committed;
  private final List<TransactionJournal> inDoubt;
  private final Map<String, TransactionJournal> uncommitted = new LinkedHashMap<>();
  private final SinkWriterMetricGroup metrics;
  private final Counter found;
  private final Counter aborted;
  private final Counter sentAgain;

  JournaledWriter(
      PrecommittingStatefulSinkWriter<
              ProducerRecord<byte[], byte[]>, KafkaWriterState, KafkaCommittable>
          kafka,
      Records<T> records,
      OpenJournal open,
      CommittedRecords committed,
      Restored restored) {
    this.kafka = kafka;
    this.records = records;
    this.open = open;
    this.committed = committed;
    this.inDoubt = new ArrayList<>(restored.journals);
    this.metrics = restored.metrics;
    this.found = metrics.counter("transactionsFoundCommitted");
    this.aborted = metrics.counter("transactionsFoundAborted");
    this.sentAgain = metrics.counter("recordsSentAgain");
  }

  /**
   * How records are made.
   *
   * @param of the record of what is written; null if there is none
   * @param again a record that was sent before, as its topic takes it now
   */
  record Records<T>(
      Function<T, @Nullable ProducerRecord<byte[], byte[]>> of,
      UnaryOperator<ProducerRecord<byte[], byte[]>> again) {}

  /** What a restored writer starts with: the journals of the checkpoint, the sink's metrics. */
  record Restored(List<TransactionJournal> journals, SinkWriterMetricGroup metrics) {}

  @Override
  public void write(T element, Context context) throws IOException, InterruptedException {
    settle();
    @Nullable ProducerRecord<byte[], byte[]> record = records.of.apply(element);
    if (record != null) {
      send(record, context);
    }
  }

  private void send(ProducerRecord<byte[], byte[]> record, Context context)
      throws IOException, InterruptedException {
    open.sent(record);
    kafka.write(record, context);
  }

  @Override
  public void flush(boolean endOfInput) throws IOException, InterruptedException {
    settle();
    kafka.flush(endOfInput);
  }

  /** Sends what is missing of the checkpoint's transactions again, in the order of before. */
  private void settle() throws IOException, InterruptedException {
    while (!inDoubt.isEmpty()) {
      TransactionJournal journal = inDoubt.get(0);
      List<SentRecord> missing = committed.missing(journal);
      if (missing.isEmpty()) {
        found.inc();
        LOG.info(
            "Of transaction {} none of its {} records has to be sent again",
            journal.transactionalId(),
            journal.records().size());
      } else {
        aborted.inc();
        sentAgain.inc(missing.size());
        report(journal, missing.size());
        for (SentRecord record : missing) {
          send(records.again.apply(record.record()), NO_CONTEXT);
        }
      }
      inDoubt.remove(0);
    }
  }

  private void report(TransactionJournal journal, int missing) {
    String message =
        "SENT_AGAIN: Kafka aborted transaction %s although its checkpoint is complete; %d of its %d records are sent again with the next checkpoint"
            .formatted(journal.transactionalId(), missing, journal.records().size());
    LOG.warn(message);
    metrics.addEvent(
        new EventBuilder(JournaledWriter.class, "SENT_AGAIN")
            .setSeverity("WARN")
            .setBody(message)
            .setAttribute("records", missing));
  }

  @Override
  public Collection<KafkaCommittable> prepareCommit() throws IOException, InterruptedException {
    Collection<KafkaCommittable> committables = kafka.prepareCommit();
    for (KafkaCommittable committable : committables) {
      String id = committable.getTransactionalId();
      uncommitted.put(id, open.finish(id));
    }
    return committables;
  }

  @Override
  public List<JournaledState> snapshotState(long checkpointId) throws IOException {
    List<KafkaWriterState> states = kafka.snapshotState(checkpointId);
    Set<String> ongoing =
        states.stream()
            .flatMap(state -> state.getPrecommittedTransactionalIds().stream())
            .map(CheckpointTransaction::getTransactionalId)
            .collect(Collectors.toSet());
    uncommitted.keySet().retainAll(ongoing);
    List<JournaledState> journaled = new ArrayList<>();
    for (KafkaWriterState state : states) {
      // As the connector does: what was not committed belongs to the first of the subtask's states.
      boolean first = journaled.isEmpty();
      journaled.add(
          new JournaledState(state, first ? List.copyOf(uncommitted.values()) : List.of()));
    }
    return journaled;
  }

  /**
   * Ends the producers. That a transaction cannot be aborted must not be thrown here: Flink would
   * end the whole TaskManager, and the next start of the job, or its timeout, ends the transaction.
   */
  @Override
  public void close() throws Exception {
    try {
      kafka.close();
    } catch (KafkaException e) {
      LOG.warn("A transaction could not be aborted; the next start of the job does it", e);
    }
  }

  private static final Context NO_CONTEXT =
      new Context() {
        @Override
        public long currentWatermark() {
          return Long.MIN_VALUE;
        }

        @Override
        public @Nullable Long timestamp() {
          return null; // the record has one of its own
        }
      };
}
