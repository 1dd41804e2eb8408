package io.facephys.pipeline.decode;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.facephys.pipeline.Subject;
import io.facephys.pipeline.record.RawRecord;
import io.facephys.schemas.CropContract;
import io.facephys.schemas.FaceChunk;
import io.facephys.schemas.PixelFormat;
import io.facephys.schemas.PulseWaveform;
import io.facephys.schemas.SingleObjectFormat;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Records that break the contract of topic {@code face-chunks}, each in one way. */
public final class BadRecords {
  /**
   * One of them.
   *
   * @param name what is wrong with it
   * @param reason what a person is to read about it: what was found, what was expected
   */
  record Bad(String name, RawRecord record, String reason) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static final Subject ANNA = Subject.of("anna", 2);

  private BadRecords() {}

  public static Stream<Bad> all() {
    return Stream.concat(notChunks(), Stream.concat(badFields(), badFrames()));
  }

  private static Stream<Bad> notChunks() {
    byte[] good = SingleObjectFormat.FACE_CHUNK.encode(ANNA.chunk(0, 2).avro());
    byte[] noise = new byte[500];
    new Random(20261122).nextBytes(noise);
    return Stream.of(
        bytes("no value", null, "the record has no value (a tombstone)"),
        bytes("empty", new byte[0], "0 bytes are too few for Avro single-object encoding"),
        bytes("noise", noise, "Avro single-object encoding starts with C3 01"),
        bytes("other schema", waveform(), "is 5caaf35e300f1efe; FaceChunk has 54ee3ff573da8d7e"),
        bytes("cut off", Arrays.copyOf(good, good.length / 2), "the body is not an Avro FaceChunk"),
        bytes("too long", Arrays.copyOf(good, good.length + 1), "bytes are left over"));
  }

  private static Stream<Bad> badFields() {
    String longId = "x".repeat(257);
    return Stream.of(
        chunk("blank subject", c -> c.setSubjectId(" "), "subjectId has 1 characters, all blank"),
        chunk("long subject", c -> c.setSubjectId(longId), "has 257 characters; 1 to 256 are"),
        chunk("empty camera", c -> c.setCameraId(""), "cameraId has 0 characters, all blank; 1 to"),
        chunk("long camera", c -> c.setCameraId(longId), "cameraId has 257 characters; 1 to 256"),
        chunk("negative sequence", c -> c.setSequence(-1), "sequence is -1; it counts from 0"),
        key("no key", null, "key is missing; it must be the subject id, 'anna'"),
        key(
            "other key",
            "bert".getBytes(UTF_8),
            "key is 'bert'; it must be the subject id, 'anna'"),
        key("long key", new byte[300], "key is 300 bytes long; it must be the subject id, 'anna'"),
        chunk(
            "negative time",
            c -> c.setCaptureTimesMicros(List.of(5L, -1L)),
            "a capture time is -1; microseconds since 1970 are expected"));
  }

  private static Stream<Bad> badFrames() {
    List<Long> noTimes = List.of();
    return Stream.of(
        chunk("height", c -> c.setHeight(35), "frames are 35 x 36 pixels; 36 x 36 are expected"),
        chunk("width", c -> c.setWidth(37), "frames are 36 x 37 pixels; 36 x 36 are expected"),
        chunk("bytes", c -> c.setFrames(pixels(7775)), "hold 7775 bytes; 2 capture times of 36"),
        chunk("one time too few", c -> c.setCaptureTimesMicros(List.of(5L)), "make 3888"),
        chunk("no frames", c -> c.setCaptureTimesMicros(noTimes), "has 0 capture times; 1 to 300"),
        whole("301 frames", Subject.of("anna", 301), "has 301 capture times; 1 to 300 are allowed"),
        chunk(
            "pixel format",
            c -> c.setPixelFormat(PixelFormat.UNKNOWN),
            "pixelFormat is UNKNOWN; RGB8 is expected"));
  }

  private static Bad bytes(String name, byte @Nullable [] value, String reason) {
    RawRecord good = ANNA.chunk(0, 2).record();
    return new Bad(name, with(good, good.key(), value), reason);
  }

  private static Bad key(String name, byte @Nullable [] key, String reason) {
    RawRecord good = ANNA.chunk(0, 2).record();
    return new Bad(name, with(good, key, good.value()), reason);
  }

  private static Bad chunk(String name, Consumer<FaceChunk> change, String reason) {
    FaceChunk chunk = ANNA.chunk(0, 2).avro();
    change.accept(chunk);
    return new Bad(name, Subject.record(chunk), reason);
  }

  private static Bad whole(String name, Subject subject, String reason) {
    return new Bad(name, subject.chunk(0, subject.frames()).record(), reason);
  }

  private static RawRecord with(RawRecord good, byte @Nullable [] key, byte @Nullable [] value) {
    return new RawRecord(
        good.topic(),
        good.partition(),
        good.offset(),
        good.timestampMillis(),
        key,
        value,
        good.headers());
  }

  private static ByteBuffer pixels(int bytes) {
    return ByteBuffer.wrap(new byte[2 * CropContract.FRAME_BYTES]).limit(bytes);
  }

  private static byte[] waveform() {
    return SingleObjectFormat.PULSE_WAVEFORM.encode(
        PulseWaveform.newBuilder()
            .setSubjectId("anna")
            .setCameraId("camera-1")
            .setSequence(0)
            .setCaptureTimesMicros(List.of(0L))
            .setWave(List.of(0f))
            .setModelName("tiny")
            .setModelSha256("0".repeat(64))
            .setFramesBefore(0)
            .setReplacedIntervals(0)
            .setSegment(0)
            .setSegmentSeconds(0)
            .setFramesDropped(0)
            .setGapSeconds(0)
            .setFrameRateHz(0)
            .setReasons(List.of())
            .build());
  }
}
