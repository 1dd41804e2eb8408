package io.facephys.pipeline.encode;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.facephys.pipeline.config.OutputFormat;
import io.facephys.pipeline.record.WaveQuality;
import io.facephys.pipeline.record.Waveform;
import io.facephys.schemas.PulseWaveform;
import io.facephys.schemas.QualityReason;
import io.facephys.schemas.SingleObjectFormat;
import java.util.HexFormat;
import java.util.List;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema.KafkaSinkContext;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

class OutputRecordSerializerTest {
  private static final String SHA256 =
      "c56623b27a03c823611b7491465e1682a5a51c51904e43c5cdf5039b1a4dddf2";
  private static final Waveform WAVEFORM =
      new Waveform(
          "subject-α",
          "cam-7",
          1L << 32,
          new long[] {1767225600000000L, 1767225600033333L},
          new float[] {0.5f, -1.25f},
          "own-1",
          SHA256,
          150,
          1,
          new WaveQuality(
              3, 5.5, 2, 0.75, 29.5, new QualityReason[] {QualityReason.GAP, QualityReason.FROZEN}),
          1767225600033L);

  // The golden message of schemas/src/test: what the JavaScript library avsc makes of the same.
  private static final String GOLDEN_HEX =
      "c301fe1e0f305ef3aa5c"
          + "147375626a6563742dceb10a63616d2d37808080802004808082e288d2a306ea8886e288d2a306"
          + "00040000003f0000a0bf000a6f776e2d31800163353636323362323761303363383233363131623734"
          + "393134363565313638326135613531633531393034653433633563646635303339623161346464646632"
          + "ac0202"
          + "06000000000000164004000000000000e83f0000000000803d4004041a00";

  private final ProducerRecord<byte[], byte[]> record =
      new OutputRecordSerializer<Waveform, PulseWaveform>(
              "waves", PulseWaveform.class, Messages::of, OutputFormat.DEFAULT)
          // Flink gives the time of the chunk that made it run; the wave's own counts
          .serialize(WAVEFORM, new OneKafkaPartition(), 999L);

  @Test
  void recordGoesToTheTopicUnderTheSubjectAtTheEventTime() {
    assertThat(record.topic()).isEqualTo("waves");
    assertThat(record.partition()).isNull();
    assertThat(record.key()).isEqualTo("subject-α".getBytes(UTF_8));
    assertThat(record.timestamp()).isEqualTo(1767225600033L);
    assertThat(record.headers()).isEmpty();
  }

  @Test
  void valueIsTheSchemasMessageByteForByte() {
    assertThat(record.value()).isEqualTo(HexFormat.of().parseHex(GOLDEN_HEX));
  }

  @Test
  void valueDecodesToTheSameFields() throws Exception {
    PulseWaveform message = SingleObjectFormat.PULSE_WAVEFORM.decode(record.value());

    assertThat(message.getSubjectId()).isEqualTo("subject-α");
    assertThat(message.getCameraId()).isEqualTo("cam-7");
    assertThat(message.getSequence()).isEqualTo(1L << 32);
    assertThat(message.getCaptureTimesMicros())
        .isEqualTo(List.of(1767225600000000L, 1767225600033333L));
    assertThat(message.getWave()).isEqualTo(List.of(0.5f, -1.25f));
    assertThat(message.getModelName()).isEqualTo("own-1");
    assertThat(message.getModelSha256()).isEqualTo(SHA256);
    assertThat(message.getFramesBefore()).isEqualTo(150);
    assertThat(message.getReplacedIntervals()).isEqualTo(1);
    assertThat(message.getSegment()).isEqualTo(3);
    assertThat(message.getSegmentSeconds()).isEqualTo(5.5);
    assertThat(message.getFramesDropped()).isEqualTo(2);
    assertThat(message.getGapSeconds()).isEqualTo(0.75);
    assertThat(message.getFrameRateHz()).isEqualTo(29.5);
    assertThat(message.getReasons()).containsExactly(QualityReason.GAP, QualityReason.FROZEN);
  }

  /** What the sink tells a serializer; ours asks nothing. */
  static final class OneKafkaPartition implements KafkaSinkContext {
    @Override
    public int getParallelInstanceId() {
      return 0;
    }

    @Override
    public int getNumberOfParallelInstances() {
      return 1;
    }

    @Override
    public int[] getPartitionsForTopic(String topic) {
      return new int[] {0};
    }
  }
}
