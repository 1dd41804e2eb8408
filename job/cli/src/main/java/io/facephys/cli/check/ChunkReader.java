package io.facephys.cli.check;

import io.facephys.pipeline.decode.FaceChunkDecoder;
import io.facephys.pipeline.record.RawRecord;
import io.facephys.schemas.FaceChunk;
import io.facephys.schemas.MalformedMessageException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads face chunks as the job does, without a consumer group. Not for several threads. */
final class ChunkReader implements AutoCloseable {
  /**
   * One record.
   *
   * @param subjectId the chunk's, or the record's key if there is no chunk
   * @param cameraId the chunk's, or {@code ?}
   * @param chunk empty if the record holds none
   * @param problem why not
   */
  record Received(String subjectId, String cameraId, Optional<SentChunk> chunk, String problem) {}

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Map<TopicPartition, Long> endsAtStart;

  ChunkReader(Properties client, String topic, boolean fromBeginning) {
    Properties properties = new Properties();
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
    properties.putAll(client);
    consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    List<TopicPartition> partitions =
        consumer.partitionsFor(topic).stream()
            .map(info -> new TopicPartition(info.topic(), info.partition()))
            .toList();
    consumer.assign(partitions);
    if (fromBeginning) {
      consumer.seekToBeginning(partitions);
    } else {
      consumer.seekToEnd(partitions);
    }
    partitions.forEach(consumer::position); // seeks now
    endsAtStart = consumer.endOffsets(partitions);
  }

  /** Whether all records were read that were there at the start. */
  boolean hasCaughtUp() {
    return endsAtStart.entrySet().stream()
        .allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
  }

  List<Received> poll(Duration timeout) {
    List<Received> received = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> record : consumer.poll(timeout)) {
      received.add(read(record));
    }
    return received;
  }

  private static Received read(ConsumerRecord<byte[], byte[]> record) {
    try {
      FaceChunk chunk =
          FaceChunkDecoder.decode(
              new RawRecord(
                  record.topic(),
                  record.partition(),
                  record.offset(),
                  record.timestamp(),
                  record.key(),
                  record.value(),
                  new RawRecord.Header[0]));
      return new Received(
          chunk.getSubjectId(),
          chunk.getCameraId(),
          Optional.of(SentChunk.of(chunk, record.timestamp())),
          "");
    } catch (MalformedMessageException e) {
      String key = record.key() == null ? "?" : new String(record.key(), StandardCharsets.UTF_8);
      return new Received(key, "?", Optional.empty(), e.reason());
    }
  }

  @Override
  public void close() {
    consumer.close();
  }
}
