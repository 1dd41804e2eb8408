package io.facephys.camera;

import static org.assertj.core.api.Assertions.assertThat;

import io.facephys.schemas.CropContract;
import java.time.Duration;
import java.util.Properties;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

final class FaceChunkProducerTest {
  private static final int FRAMES = 30;
  private static final int CHUNK_BYTES = FRAMES * CropContract.FRAME_BYTES;

  @Test
  void withoutABrokerSendingNeitherWaitsNorFillsTheMemory() {
    Properties client = new Properties();
    client.put("bootstrap.servers", "127.0.0.1:1"); // where nothing listens
    client.put("max.block.ms", "200");
    FaceChunkProducer producer =
        new FaceChunkProducer(client, "face-chunks", "camera", 10L * CHUNK_BYTES);
    try (producer) {
      for (int i = 0; i < 500; i++) {
        producer.send("subject", new CropChunk(1, new long[FRAMES], new byte[CHUNK_BYTES]));
      }
      Awaitility.await()
          .atMost(Duration.ofMinutes(1))
          .untilAsserted(() -> assertThat(producer.lastError()).isPresent());
      FaceChunkProducer.Counts counts = producer.counts();
      assertThat(counts.waiting()).isBetween(10L, 11L); // one may be on its way
      assertThat(counts.dropped()).isEqualTo(500 - counts.waiting());
    }
    assertThat(producer.counts()).isEqualTo(new FaceChunkProducer.Counts(0, 500, 0));
  }
}
