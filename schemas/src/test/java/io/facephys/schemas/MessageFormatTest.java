package io.facephys.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MessageFormatTest {
  private static final JsonFormat<PulseWaveform> JSON = new JsonFormat<>(PulseWaveform.class);
  private static final MessageReader<PulseWaveform> READER =
      new MessageReader<>(PulseWaveform.class, null);

  private static final String WAVE_JSON =
      "{\"subjectId\": \"subject-α\", \"cameraId\": \"cam-7\", \"sequence\": 4294967296, "
          + "\"captureTimesMicros\": [1767225600000000, 1767225600033333], \"wave\": [0.5, -1.25], "
          + "\"modelName\": \"own-1\", "
          + "\"modelSha256\": \"c56623b27a03c823611b7491465e1682a5a51c51904e43c5cdf5039b1a4dddf2\", "
          + "\"framesBefore\": 150, \"replacedIntervals\": 1, \"segment\": 3, "
          + "\"segmentSeconds\": 5.5, \"framesDropped\": 2, \"gapSeconds\": 0.75, "
          + "\"frameRateHz\": 29.5, \"reasons\": [\"GAP\", \"FROZEN\"]}";

  @Test
  void jsonIsOneFlatObject() throws Exception {
    assertThat(new String(JSON.encode(Samples.pulseWaveform()), StandardCharsets.UTF_8))
        .isEqualTo(WAVE_JSON);
    assertThat(JSON.decode(utf8(WAVE_JSON))).isEqualTo(Samples.pulseWaveform());
  }

  @Test
  void everyFiniteSampleComesBackFromJsonBitForBit() throws Exception {
    Random random = new Random(5);
    List<Float> samples =
        new ArrayList<>(List.of(0f, -0f, Float.MIN_VALUE, Float.MAX_VALUE, 0.1f, -1e-5f));
    while (samples.size() < 100_000) {
      float sample = Float.intBitsToFloat(random.nextInt());
      if (Float.isFinite(sample)) {
        samples.add(sample);
      }
    }
    PulseWaveform wave = Samples.pulseWaveform();
    wave.setWave(samples);

    List<Float> read = JSON.decode(JSON.encode(wave)).getWave();

    assertThat(read.stream().map(Float::floatToRawIntBits).toList())
        .isEqualTo(samples.stream().map(Float::floatToRawIntBits).toList());
  }

  @Test
  void readerTellsTheFormatsApart() throws Exception {
    assertThat(READER.read(Samples.pulseWaveformBytes())).isEqualTo(Samples.pulseWaveform());
    assertThat(READER.read(utf8(WAVE_JSON))).isEqualTo(Samples.pulseWaveform());
    assertRefused(new byte[] {0, 0, 0, 0, 1, 2}, "--schema-registry says where that is");
    assertRefused(new byte[] {7, 1}, "the first byte is 07;");
    assertRefused(null, "no value");
  }

  @Test
  void jsonReaderIgnoresUnknownFieldsAndTakesTheDefaultForAnUnknownReason() throws Exception {
    String newer =
        WAVE_JSON
            .replace("\"FROZEN\"", "\"ECLIPSE\"")
            .replace("\"segment\"", "\"added\": {\"a\": [1, {}]}, \"segment\"");

    assertThat(READER.read(utf8(newer)).getReasons())
        .containsExactly(QualityReason.GAP, QualityReason.UNKNOWN);
  }

  @Test
  void jsonOfAnotherShapeIsRefusedWithWhatIsWrong() {
    assertRefused(utf8(WAVE_JSON.replace("\"own-1\"", "7")), "VALUE_STRING is expected");
    assertRefused(utf8(WAVE_JSON.replace("[0.5, -1.25]", "[\"0.5\"]")), "not the JSON of a Pulse");
    assertRefused(utf8(WAVE_JSON.replace("\"sequence\": 4294967296, ", "")), "sequence");
    assertRefused(utf8(WAVE_JSON + "{}"), "left over");
    assertRefused(utf8(WAVE_JSON.substring(0, 300)), "not the JSON of a PulseWaveform");
  }

  @Test
  void registryThatDoesNotAnswerIsNamedWithoutItsPassword() {
    SchemaRegistry registry = new SchemaRegistry(URI.create("http://me:secret@127.0.0.1:1/"));

    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> new RegistryFormat<>(PulseWaveform.class, registry, "waves"))
        .withMessageStartingWith("the schema registry http://127.0.0.1:1 does not answer")
        .withMessageNotContaining("secret");
  }

  private static void assertRefused(byte @Nullable [] bytes, String why) {
    assertThatExceptionOfType(MalformedMessageException.class)
        .isThrownBy(() -> READER.read(bytes))
        .withMessageContaining(why);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
