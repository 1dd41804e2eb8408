package io.facephys.cli.check;

import io.facephys.pipeline.decode.FaceChunkDecoder;
import io.facephys.pipeline.record.RawRecord;
import io.facephys.schemas.FaceChunk;
import io.facephys.schemas.MalformedMessageException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * What a camera sent as one record, read as the job reads it.
 *
 * @param subjectId the chunk's, or the record's key if the record is not a chunk
 * @param cameraId the chunk's, or {@code ?}
 * @param chunk empty if the record is not a chunk
 * @param problem why it is not
 */
record CameraRecord(String subjectId, String cameraId, Optional<SentChunk> chunk, String problem) {
  static CameraRecord of(ConsumerRecord<byte[], byte[]> record) {
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
      return new CameraRecord(
          chunk.getSubjectId(),
          chunk.getCameraId(),
          Optional.of(SentChunk.of(chunk, record.timestamp())),
          "");
    } catch (MalformedMessageException e) {
      String key = record.key() == null ? "?" : new String(record.key(), StandardCharsets.UTF_8);
      return new CameraRecord(key, "?", Optional.empty(), e.reason());
    }
  }
}
