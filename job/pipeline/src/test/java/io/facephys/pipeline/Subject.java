package io.facephys.pipeline;

import io.facephys.engine.Frames;
import io.facephys.engine.PulseModel;
import io.facephys.engine.recording.Recording;
import io.facephys.pipeline.record.RawRecord;
import io.facephys.pipeline.record.SubjectMessage;
import io.facephys.schemas.ControlAction;
import io.facephys.schemas.CropContract;
import io.facephys.schemas.FaceChunk;
import io.facephys.schemas.FaceControl;
import io.facephys.schemas.SingleObjectFormat;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** A subject for tests: frames of noise and their capture times. */
public record Subject(String id, byte[] pixels, long[] timesMicros) implements Serializable {
  public static final long START_MICROS = 1_767_225_600_000_000L; // 2026-01-01T00:00:00Z
  private static final long FRAME_MICROS = 33_333;
  private static final double[] BLOOD = {0.33, 0.80, 0.50};

  /** The same one for the same arguments: 30 frames a second. */
  public static Subject of(String id, int frames) {
    byte[] pixels = new byte[frames * CropContract.FRAME_BYTES];
    new Random(id.hashCode()).nextBytes(pixels);
    long[] times =
        LongStream.range(0, frames).map(frame -> START_MICROS + frame * FRAME_MICROS).toArray();
    return new Subject(id, pixels, times);
  }

  /** Noise that changes as skin does with each beat: blood takes most of green, least of red. */
  public static Subject withPulse(String id, double bpm, int frames) {
    Subject subject = of(id, frames);
    byte[] noise = subject.pixels;
    for (int i = 0; i < noise.length; i++) {
      int frame = i / CropContract.FRAME_BYTES;
      double pulse = Math.sin(2 * Math.PI * bpm / 60 * frame * FRAME_MICROS / 1e6);
      double light = 1 - BLOOD[i % BLOOD.length] * 0.02 * (pulse + 0.3 * Math.max(0, pulse));
      noise[i] = (byte) Math.round((96 + (noise[i] & 0x3F)) * light);
    }
    return subject;
  }

  /** The same frames, taken then. */
  public Subject at(long... newTimesMicros) {
    return new Subject(id, pixels, newTimesMicros);
  }

  /** The same frames and times under another id. */
  public Subject named(String newId) {
    return new Subject(newId, pixels, timesMicros);
  }

  /** The same times, all frames black. */
  public Subject inTheDark() {
    return new Subject(id, new byte[pixels.length], timesMicros);
  }

  /** The same times, a picture of bright blue. */
  public Subject inBlueLight() {
    byte[] blue = new byte[pixels.length];
    for (int i = 2; i < blue.length; i += 3) {
      blue[i] = (byte) (250 + i % 2 + i / CropContract.FRAME_BYTES % 3);
    }
    return new Subject(id, blue, timesMicros);
  }

  /** The same times, all frames that one. */
  public Subject stuckAt(int frame) {
    byte[] same = new byte[pixels.length];
    for (int i = 0; i < frames(); i++) {
      int size = CropContract.FRAME_BYTES;
      System.arraycopy(pixels, frame * size, same, i * size, size);
    }
    return new Subject(id, same, timesMicros);
  }

  public int frames() {
    return timesMicros.length;
  }

  /** A chunk of frames, numbered as if all before it had its length. */
  public SubjectChunk chunk(int from, int to) {
    return new SubjectChunk(this, from, to, from / (to - from), "camera-1");
  }

  /** Messages with chunks of {@code length} frames, the last one perhaps shorter. */
  public List<SubjectMessage> inChunksOf(int length) {
    return IntStream.iterate(0, from -> from < frames(), from -> from + length)
        .mapToObj(from -> chunk(from, Math.min(frames(), from + length)).numbered(from / length))
        .map(SubjectChunk::message)
        .toList();
  }

  /** A chunk as it comes from Kafka, an hour after the first frame. */
  public static RawRecord record(FaceChunk chunk) {
    return new RawRecord(
        "face-chunks",
        3,
        1_000_000_007L + chunk.getSequence(),
        START_MICROS / 1000 + 3_600_000,
        chunk.getSubjectId().getBytes(StandardCharsets.UTF_8),
        SingleObjectFormat.FACE_CHUNK.encode(chunk),
        new RawRecord.Header[] {
          new RawRecord.Header("traceparent", new byte[] {1, -1}),
          new RawRecord.Header("empty", null)
        });
  }

  /** A chunk on its way to its subject. */
  public static SubjectMessage message(FaceChunk chunk) {
    return new SubjectMessage(
        chunk.getSubjectId(),
        SubjectMessage.Kind.CHUNK,
        Collections.max(chunk.getCaptureTimesMicros()) / 1000,
        record(chunk));
  }

  /** A request to forget a subject, as it comes from Kafka. */
  public static RawRecord forget(String subjectId, String requestId) {
    FaceControl control = new FaceControl(ControlAction.FORGET, subjectId, requestId);
    return new RawRecord(
        "face-control",
        0,
        0,
        START_MICROS / 1000,
        subjectId.getBytes(StandardCharsets.UTF_8),
        SingleObjectFormat.FACE_CONTROL.encode(control),
        new RawRecord.Header[0]);
  }

  /** What the engine makes of all frames in one go. */
  public float[] wave(PulseModel model) {
    return wave(model, frames());
  }

  /** What the engine makes of chunks of {@code length} frames. */
  public float[] wave(PulseModel model, int length) {
    return new Recording(Frames.ofBytes(ByteBuffer.wrap(pixels), frames()), timesMicros)
        .run(model, length)
        .wave();
  }

  ByteBuffer pixels(int from, int to) {
    return ByteBuffer.wrap(pixels)
        .slice(from * CropContract.FRAME_BYTES, (to - from) * CropContract.FRAME_BYTES);
  }
}
