package io.facephys.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A length is only a claim: the decoder allocates no memory for bytes that are not there. */
class HostileLengthTest {
  private static final long ALLOWED_BYTES = 1_000_000;

  private final ByteArrayOutputStream message = new ByteArrayOutputStream();
  private final BinaryEncoder body = EncoderFactory.get().directBinaryEncoder(message, null);

  HostileLengthTest() {
    message.writeBytes(Arrays.copyOf(Samples.faceChunkBytes(), 10));
  }

  @ParameterizedTest
  @ValueSource(
      longs = {64, 50_000_000, Integer.MAX_VALUE, 1L << 31, Long.MAX_VALUE, -1, -2_000_000})
  void lengthOfTheFramesIsCheckedAgainstTheBytesThatAreThere(long length) throws IOException {
    writeIds();
    writeOneTime();
    body.writeInt(36);
    body.writeInt(36);
    body.writeEnum(1);
    body.writeLong(length);
    body.writeFixed(new byte[63]);

    assertRefusedWithoutTakingMemory();
  }

  @ParameterizedTest
  @ValueSource(longs = {64, 20_000_000, Integer.MAX_VALUE, 1L << 31, Long.MAX_VALUE})
  void countOfCaptureTimesIsCheckedAgainstTheBytesThatAreThere(long count) throws IOException {
    writeIds();
    body.writeLong(count);
    body.writeFixed(new byte[63]);

    assertRefusedWithoutTakingMemory();
  }

  /**
   * Avro allows a negative count: its absolute value is the count, and the block's size follows.
   */
  @ParameterizedTest
  @ValueSource(longs = {-20_000_000, Integer.MIN_VALUE, -Integer.MAX_VALUE, Long.MIN_VALUE})
  void countOfASizedBlockIsCheckedAgainstTheBytesThatAreThere(long count) throws IOException {
    writeIds();
    body.writeLong(count);
    body.writeLong(63);
    body.writeFixed(new byte[63]);

    assertRefusedWithoutTakingMemory();
  }

  @Test
  void countIsCheckedInLaterBlocksToo() throws IOException {
    writeIds();
    body.writeLong(1);
    body.writeLong(1767225600000000L);
    body.writeLong(Integer.MAX_VALUE - 8);
    body.writeFixed(new byte[63]);

    assertRefusedWithoutTakingMemory();
  }

  @ParameterizedTest
  @ValueSource(longs = {64, 50_000_000, Integer.MAX_VALUE, Long.MAX_VALUE, -1, Long.MIN_VALUE})
  void lengthOfAStringIsCheckedAgainstTheBytesThatAreThere(long length) throws IOException {
    body.writeLong(length);
    body.writeFixed(new byte[63]);

    assertRefusedWithoutTakingMemory();
  }

  private void writeIds() throws IOException {
    body.writeString("subject");
    body.writeString("camera");
    body.writeLong(0);
  }

  private void writeOneTime() throws IOException {
    body.writeLong(1);
    body.writeLong(1767225600000000L);
    body.writeLong(0);
  }

  private void assertRefusedWithoutTakingMemory() {
    byte[] bytes = message.toByteArray();
    assertRefused(bytes); // loads the classes that a refusal needs
    long before = allocatedBytes();
    assertRefused(bytes);
    assertThat(allocatedBytes() - before).isLessThan(ALLOWED_BYTES);
  }

  private static void assertRefused(byte[] bytes) {
    assertThatExceptionOfType(MalformedMessageException.class)
        .isThrownBy(() -> SingleObjectFormat.FACE_CHUNK.decode(bytes))
        .withMessageStartingWith("the body is not an Avro FaceChunk: ");
  }

  private static long allocatedBytes() {
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    return threads.getCurrentThreadAllocatedBytes();
  }
}
