package io.facephys.pipeline.kafka;

import io.facephys.pipeline.record.SubjectEvent;
import io.facephys.schemas.FaceEvent;
import io.facephys.schemas.SingleObjectFormat;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** An event as it stands in topic {@code face-events}: keyed by subject. */
final class EventRecordSerializer implements KafkaRecordSerializationSchema<SubjectEvent> {
  private static final long serialVersionUID = 1L;

  private final String topic;

  EventRecordSerializer(String topic) {
    this.topic = topic;
  }

  @Override
  public ProducerRecord<byte[], byte[]> serialize(
      SubjectEvent event, KafkaSinkContext context, @Nullable Long timestamp) {
    FaceEvent message =
        new FaceEvent(
            event.kind(),
            event.subjectId(),
            event.requestId(),
            event.timeMillis() * 1000,
            List.of(event.cameraIds()),
            event.waitingChunks());
    return new ProducerRecord<>(
        topic,
        null,
        event.timeMillis(),
        event.subjectId().getBytes(StandardCharsets.UTF_8),
        SingleObjectFormat.FACE_EVENT.encode(message));
  }
}
