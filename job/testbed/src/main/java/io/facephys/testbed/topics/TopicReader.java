package io.facephys.testbed.topics;

import io.facephys.schemas.MalformedMessageException;
import io.facephys.schemas.MessageReader;
import io.facephys.schemas.PulseWaveform;
import io.facephys.schemas.SchemaRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Reads the messages of one of the job's output topics, in whichever format each of them is, by a
 * {@link RecordReader}. Not for several threads.
 */
public final class TopicReader<T extends SpecificRecord> implements AutoCloseable {
  private final RecordReader reader;
  private final MessageReader<T> messages;
  private int unreadable;
  private String problem = "";

  /**
   * @param registry needed for records in the registry's format only
   * @param fromBeginning whether to read the messages that are already there
   */
  public TopicReader(
      Properties client,
      String topic,
      Class<T> type,
      @Nullable SchemaRegistry registry,
      boolean fromBeginning) {
    this.reader = new RecordReader(client, topic, fromBeginning);
    this.messages = new MessageReader<>(type, registry);
  }

  /** Reads waves, also those that are already there. */
  public static TopicReader<PulseWaveform> ofWaves(Properties client, String topic) {
    return new TopicReader<>(client, topic, PulseWaveform.class, null, true);
  }

  /**
   * Messages that have arrived since the last call; waits at most {@code timeout} for the first.
   */
  public List<T> poll(Duration timeout) {
    List<T> read = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> record : reader.poll(timeout)) {
      try {
        read.add(messages.read(record.value()));
      } catch (MalformedMessageException e) {
        unreadable++;
        problem = String.valueOf(e.getMessage());
      }
    }
    return read;
  }

  /** How many records could not be read. */
  public int unreadable() {
    return unreadable;
  }

  /** Why the last of them could not be read; empty if all could. */
  public String problem() {
    return problem;
  }

  @Override
  public void close() {
    reader.close();
  }
}
