package io.facephys.operations.replay;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * A record in the dead-letter topic that says that a dead letter's record was sent again. It has
 * the letter's headers, one more, and no key and no value. It stands beside the letter so that it
 * lasts as long, and it is committed together with what was sent.
 */
final class ReplayMark {
  /** The header with the topic to which the record was sent. */
  static final String HEADER = "facephys.replayed-to";

  private ReplayMark() {}

  static ProducerRecord<byte[], byte[]> of(ConsumerRecord<byte[], byte[]> letter, String target) {
    ProducerRecord<byte[], byte[]> mark =
        new ProducerRecord<>(
            letter.topic(), letter.partition(), null, null, null, letter.headers());
    mark.headers().add(HEADER, target.getBytes(UTF_8));
    return mark;
  }

  static boolean isOne(ConsumerRecord<byte[], byte[]> record) {
    return record.headers().lastHeader(HEADER) != null;
  }
}
