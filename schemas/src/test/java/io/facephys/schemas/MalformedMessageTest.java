package io.facephys.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MalformedMessageTest {
  private static final int MUTATIONS = 20_000;

  @Test
  void everyTruncationIsRefused() {
    assertEveryTruncationIsRefused(SingleObjectFormat.FACE_CHUNK, Samples.faceChunkBytes());
    assertEveryTruncationIsRefused(SingleObjectFormat.PULSE_WAVEFORM, Samples.pulseWaveformBytes());
    assertEveryTruncationIsRefused(SingleObjectFormat.FACE_CONTROL, Samples.faceControlBytes());
  }

  private static void assertEveryTruncationIsRefused(SingleObjectFormat<?> format, byte[] good) {
    for (int length = 0; length < good.length; length++) {
      byte[] truncated = Arrays.copyOf(good, length);
      assertThatExceptionOfType(MalformedMessageException.class)
          .as("%d of %d bytes", length, good.length)
          .isThrownBy(() -> format.decode(truncated));
    }
  }

  @Test
  void byteAfterTheRecordIsRefused() {
    byte[] good = Samples.faceChunkBytes();

    assertFaceChunkRefused(
        Arrays.copyOf(good, good.length + 1), "bytes are left over after the end of the FaceChunk");
  }

  /** FF is not UTF-8, and Avro would read it as U+FFFD, as it would FE. */
  @Test
  void idThatIsNoUtf8IsRefused() {
    byte[] message = Samples.faceChunkBytes();
    message[11] = (byte) 0xFF; // the first byte of the subject's id

    assertFaceChunkRefused(message, "subjectId is not UTF-8; its first bytes are ff");
  }

  @ParameterizedTest(name = "a block of 8 bytes that says {0}")
  @CsvSource({"7, false", "8, true", "9, false"})
  void sizeOfABlockOfTimesMustBeItsSize(long said, boolean good) throws Exception {
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    message.writeBytes(Arrays.copyOf(Samples.faceChunkBytes(), 10));
    BinaryEncoder body = EncoderFactory.get().directBinaryEncoder(message, null);
    body.writeString("subject");
    body.writeString("camera");
    body.writeLong(0);
    body.writeLong(-1);
    body.writeLong(said);
    body.writeLong(1767225600000000L); // 8 bytes
    body.writeLong(0);
    body.writeInt(36);
    body.writeInt(36);
    body.writeEnum(1);
    body.writeBytes(new byte[0]);

    if (good) {
      assertThat(SingleObjectFormat.FACE_CHUNK.decode(message.toByteArray())).isNotNull();
    } else {
      assertFaceChunkRefused(message.toByteArray(), "a block of captureTimesMicros has 8 bytes");
    }
  }

  @Test
  void emptyMessageIsRefused() {
    assertFaceChunkRefused(new byte[0], "0 bytes are too few");
  }

  @Test
  void anotherMarkerIsRefused() {
    byte[] json = "{\"subjectId\": 1}".getBytes(StandardCharsets.US_ASCII);
    assertFaceChunkRefused(json, "first two bytes are 7B 22; Avro single-object encoding starts");

    byte[] version2 = Samples.faceChunkBytes();
    version2[1] = 2;
    assertFaceChunkRefused(version2, "first two bytes are C3 02");
  }

  @Test
  void recordOfAnotherSchemaIsRefusedWithBothFingerprints() {
    assertFaceChunkRefused(
        Samples.pulseWaveformBytes(),
        "fingerprint is 5caaf35e300f1efe; FaceChunk has 54ee3ff573da8d7e");
  }

  @Test
  void pixelFormatWithoutANameIsRefused() {
    byte[] message = Samples.faceChunkBytes();
    int pixelFormat = message.length - 14; // then the length of 12 bytes, and those
    assertThat(message[pixelFormat]).isEqualTo((byte) 2); // 1, zigzag

    message[pixelFormat] = 4; // 2
    assertFaceChunkRefused(message, "the body is not an Avro FaceChunk");
    message[pixelFormat] = 1; // -1
    assertFaceChunkRefused(message, "the body is not an Avro FaceChunk");
  }

  @Test
  void damagedFaceChunkIsDecodedOrRefused() {
    assertDamageIsDecodedOrRefused(SingleObjectFormat.FACE_CHUNK, Samples.faceChunkBytes());
  }

  @Test
  void damagedPulseWaveformIsDecodedOrRefused() {
    assertDamageIsDecodedOrRefused(SingleObjectFormat.PULSE_WAVEFORM, Samples.pulseWaveformBytes());
  }

  private static <T extends SpecificRecord> void assertDamageIsDecodedOrRefused(
      SingleObjectFormat<T> format, byte[] good) {
    Random random = new Random(20261122);
    int refused = 0;
    for (int i = 0; i < MUTATIONS; i++) {
      byte[] damaged = damage(good, random);
      try {
        assertThat(format.decode(damaged)).isNotNull();
      } catch (MalformedMessageException e) {
        refused++;
      } catch (RuntimeException | Error e) {
        throw new AssertionError(
            "decoding " + HexFormat.of().formatHex(damaged) + " failed with " + e, e);
      }
    }
    assertThat(refused).isBetween(MUTATIONS / 10, MUTATIONS - 1);
  }

  /** One to three changes after the header: a flipped bit, bytes removed or bytes inserted. */
  private static byte[] damage(byte[] good, Random random) {
    byte[] bytes = good;
    for (int i = random.nextInt(3); i >= 0; i--) {
      int place = 10 + random.nextInt(bytes.length - 10);
      int length = random.nextInt(4);
      bytes =
          switch (random.nextInt(3)) {
            case 0 ->
                splice(bytes, place, place + 1, (byte) (bytes[place] ^ (1 << random.nextInt(8))));
            case 1 -> splice(bytes, place, Math.min(bytes.length, place + length));
            default -> splice(bytes, place, place, randomBytes(random, length));
          };
    }
    return bytes.length > 10 ? bytes : good;
  }

  private static byte[] randomBytes(Random random, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  private static byte[] splice(byte[] bytes, int from, int to, byte... inserted) {
    byte[] spliced = Arrays.copyOf(bytes, bytes.length - (to - from) + inserted.length);
    System.arraycopy(inserted, 0, spliced, from, inserted.length);
    System.arraycopy(bytes, to, spliced, from + inserted.length, bytes.length - to);
    return spliced;
  }

  private static void assertFaceChunkRefused(byte[] message, String reason) {
    assertThatExceptionOfType(MalformedMessageException.class)
        .isThrownBy(() -> SingleObjectFormat.FACE_CHUNK.decode(message))
        .withMessageContaining(reason);
  }
}
