package io.facephys.tests.hostile;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.facephys.schemas.ControlAction;
import io.facephys.schemas.CropContract;
import io.facephys.schemas.FaceChunk;
import io.facephys.schemas.FaceChunks;
import io.facephys.schemas.FaceControl;
import io.facephys.schemas.SingleObjectFormat;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;

/** Records of every hostile kind, for one topic, from a seed. Not for several threads. */
public final class HostileRecords {
  /** What is wrong with a record; the number says how often it comes in a mixture. */
  enum Kind {
    MALFORMED(800),
    OTHER_KEY(50),
    INVALID_ID(30),
    LARGE_HEADERS(2),
    ZEROS(3),
    INFLATED(1),
    MANY_FRAMES_IN_NO_TIME(10),
    NEW_SUBJECT(4),
    NEW_CAMERA(50),
    AFTER_A_GAP(40),
    CLOCK_JUMPS(10);

    private final int share;

    Kind(int share) {
      this.share = share;
    }

    /** Uncompressed it is larger than Kafka takes. */
    boolean mustBeCompressed() {
      return this == LARGE_HEADERS
          || this == ZEROS
          || this == INFLATED
          || this == MANY_FRAMES_IN_NO_TIME;
    }
  }

  private static final int ALL_SHARES =
      Arrays.stream(Kind.values()).mapToInt(kind -> kind.share).sum();
  private static final int HEADER_BYTES = 10;
  private static final long MICROS = 1_000_000;

  private final String topic;
  private final List<String> goodSubjects;
  private final Random random;
  private final MalformedRecords malformed;
  private final Map<Kind, Integer> made = new EnumMap<>(Kind.class);

  HostileRecords(String topic, List<String> goodSubjects, long seed) {
    this.topic = topic;
    this.goodSubjects = goodSubjects;
    this.random = new Random(seed);
    byte[] good = SingleObjectFormat.FACE_CHUNK.encode(chunk("somebody", "camera", 0, nowMicros()));
    FaceControl otherSchema = new FaceControl(ControlAction.FORGET, "somebody", "request");
    this.malformed =
        new MalformedRecords(good, SingleObjectFormat.FACE_CONTROL.encode(otherSchema), seed);
  }

  /** A kind, each as often as its share says. */
  Kind anyKind() {
    int at = random.nextInt(ALL_SHARES);
    for (Kind kind : Kind.values()) {
      at -= kind.share;
      if (at < 0) {
        return kind;
      }
    }
    throw new IllegalStateException();
  }

  /** The next record of a kind. */
  ProducerRecord<byte[], byte[]> next(Kind kind) {
    int number = made.merge(kind, 1, Integer::sum) - 1;
    String good = goodSubjects.get(random.nextInt(goodSubjects.size()));
    long day = Duration.ofDays(1).toMillis() * 1000;
    return switch (kind) {
      case MALFORMED -> record(good, malformed.next());
      case OTHER_KEY -> record("other", chunk(good, "camera", number, nowMicros()));
      case INVALID_ID -> record(good, invalidId(good, number));
      case LARGE_HEADERS ->
          record(good, new byte[1_900_000], new RecordHeader("large", new byte[1_900_000]));
      case ZEROS -> record(good, new byte[3_000_000]);
      case INFLATED -> record(good, new byte[50_000_000]);
      case MANY_FRAMES_IN_NO_TIME -> record("fast", black("fast", number));
      case NEW_SUBJECT -> record("new-" + number, chunk("new-" + number, "c", 0, nowMicros()));
      case NEW_CAMERA -> record("crowd", chunk("crowd", "camera-" + number, 0, nowMicros()));
      case AFTER_A_GAP ->
          record("gaps", chunk("gaps", "c", number, nowMicros() - day + number * 2L * MICROS));
      case CLOCK_JUMPS ->
          record(
              "jumps",
              chunk("jumps", "c", number, laterMicros(number) - number % 2 * 3600L * MICROS));
    };
  }

  /** As many frames as a chunk may have, a microsecond apart. */
  private static FaceChunk black(String subject, int number) {
    int frames = CropContract.MAX_FRAMES;
    long first = laterMicros(number);
    FaceChunk chunk = chunk(subject, "camera", number, first);
    chunk.setCaptureTimesMicros(LongStream.range(first, first + frames).boxed().toList());
    chunk.setFrames(ByteBuffer.allocate(frames * CropContract.FRAME_BYTES));
    return chunk;
  }

  /** A camera whose id is the byte FF, which is not UTF-8. */
  private static byte[] invalidId(String subject, int number) {
    byte[] value =
        SingleObjectFormat.FACE_CHUNK.encode(chunk(subject, "\u0001", number, nowMicros()));
    value[HEADER_BYTES + 1 + subject.length() + 1] = (byte) 0xFF;
    return value;
  }

  private ProducerRecord<byte[], byte[]> record(String key, FaceChunk chunk) {
    return record(key, SingleObjectFormat.FACE_CHUNK.encode(chunk));
  }

  private ProducerRecord<byte[], byte[]> record(String key, byte[] value, Header... headers) {
    return new ProducerRecord<>(topic, null, key.getBytes(UTF_8), value, List.of(headers));
  }

  /** A chunk of one grey frame. */
  public static FaceChunk chunk(String subject, String camera, long sequence, long micros) {
    return FaceChunks.numbered(
        subject,
        camera,
        sequence,
        new long[] {micros},
        ByteBuffer.allocate(CropContract.FRAME_BYTES));
  }

  /** Later for each number, so that the job does not drop the frames as repeats. */
  private static long laterMicros(int number) {
    return nowMicros() + number * 20_000L;
  }

  private static long nowMicros() {
    return System.currentTimeMillis() * 1000;
  }
}
