package io.facephys.tests.hostile;

import static io.facephys.pipeline.encode.DeadLetterForm.OFFSET_HEADER;
import static io.facephys.pipeline.encode.DeadLetterForm.REASON_HEADER;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.facephys.pipeline.config.Topic;
import io.facephys.schemas.CropContract;
import io.facephys.schemas.EventKind;
import io.facephys.schemas.FaceChunk;
import io.facephys.schemas.FaceEvent;
import io.facephys.schemas.PulseWaveform;
import io.facephys.schemas.SingleObjectFormat;
import io.facephys.testbed.EmbeddedKafka;
import io.facephys.testbed.JobMetrics;
import io.facephys.testbed.LocalFlink;
import io.facephys.tests.FailingModel;
import io.facephys.tests.LocalCluster;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A record on which the model fails makes the real job start again once, and never twice. */
final class SetAsideITCase {
  private static final int CHUNKS = 20;
  private static final int BRIGHT = 7;

  @Test
  void recordThatFailsAgainAfterTheRestartIsADeadLetterAndTheRestGoesOn(@TempDir Path folder)
      throws Exception {
    try (EmbeddedKafka kafka = EmbeddedKafka.start();
        LocalCluster cluster = new LocalCluster(kafka, "set-aside");
        // A second restart would end the job.
        LocalFlink flink = cluster.start(FailingModel.in(folder), 1)) {
      long bright = send(cluster);

      List<ConsumerRecord<byte[], byte[]>> letters = cluster.awaitRecords(Topic.DEAD_LETTERS, 1);
      assertThat(letters).hasSize(1);
      assertThat(LocalCluster.header(letters.get(0), OFFSET_HEADER)).isEqualTo("" + bright);
      assertThat(LocalCluster.header(letters.get(0), REASON_HEADER))
          .contains("the job failed on this record twice");
      List<PulseWaveform> waves = cluster.awaitWaves(CHUNKS - 1);
      assertThat(waves)
          .extracting(PulseWaveform::getSequence)
          .doesNotContain((long) BRIGHT)
          .doesNotHaveDuplicates();
      FaceEvent event =
          SingleObjectFormat.FACE_EVENT.decode(
              cluster.awaitRecords(Topic.FACE_EVENTS, 1).get(0).value());
      assertThat(event.getKind()).isEqualTo(EventKind.SET_ASIDE);
      assertThat(event.getRequestId()).endsWith("/" + bright);
      assertThat(JobMetrics.count("deadLetters")).isOne();
      flink.check();
    }
  }

  /** Sends chunks of one frame, of which one is bright; returns its offset. */
  private static long send(LocalCluster cluster) throws Exception {
    long offset = -1;
    long start = System.currentTimeMillis() * 1000;
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            cluster.client(), new ByteArraySerializer(), new ByteArraySerializer())) {
      for (int i = 0; i < CHUNKS; i++) {
        FaceChunk chunk = HostileRecords.chunk("somebody", "camera", i, start + i * 33_333L);
        if (i == BRIGHT) {
          byte[] white = new byte[CropContract.FRAME_BYTES];
          Arrays.fill(white, (byte) 0xFF);
          chunk.setFrames(ByteBuffer.wrap(white));
        }
        ProducerRecord<byte[], byte[]> record =
            new ProducerRecord<>(
                cluster.topics().of(Topic.FACE_CHUNKS),
                "somebody".getBytes(UTF_8),
                SingleObjectFormat.FACE_CHUNK.encode(chunk));
        long at = producer.send(record).get().offset();
        offset = i == BRIGHT ? at : offset;
      }
    }
    return offset;
  }
}
