package io.facephys.pipeline.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.facephys.pipeline.Subject;
import io.facephys.pipeline.record.RawRecord;
import io.facephys.pipeline.record.SubjectMessage;
import io.facephys.pipeline.time.CameraClock;
import io.facephys.pipeline.time.ChunkOrder;
import io.facephys.pipeline.time.FrameClock;
import io.facephys.pipeline.time.FrameRateLimit;
import io.facephys.pipeline.time.Numberings;
import io.facephys.pipeline.time.Numberings.Anchor;
import io.facephys.pipeline.time.Numberings.Numbering;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;

/** The bytes of what is stored beside the model state; expected values are written out by hand. */
class StoredLayoutTest {
  private static final CameraClock CLOCK =
      new CameraClock(
          new ChunkOrder(
              8, List.of(new ChunkOrder.Skipped(2, 3)), List.of(new ChunkOrder.Waiting(9, 77))),
          new FrameClock(1_000_000, 1, -1, 30),
          new Numberings(
              List.of(
                  new Numbering(0, 10, 11, List.of()),
                  new Numbering(2, 900_000, 1_000_000, List.of(new Anchor(4, 950_000))))),
          new FrameRateLimit.Use(3, 4),
          5,
          6);

  private static final String CLOCK_OF_LAYOUT_1 =
      "0000000000000008" // next
          + "00000001 0000000000000002 0000000000000003" // skipped
          + "00000001 0000000000000009 000000000000004d" // waiting
          + "00000000000f4240 0000000000000001 ffffffffffffffff 000000000000001e" // frames
          + "0000000000000005 0000000000000006";

  @Test
  void clockHasTheDocumentedLayout() throws IOException {
    String expected =
        (CLOCK_OF_LAYOUT_1
                + "00000002 0000000000000000 000000000000000a 000000000000000b" // numberings
                + "00000000" // anchors
                + "0000000000000002 00000000000dbba0 00000000000f4240"
                + "00000001 0000000000000004 00000000000e7ef0"
                + "0000000000000003 0000000000000004") // rate limit
            .replace(" ", "");

    assertThat(hex(CameraClockSerializer.INSTANCE, CLOCK)).isEqualTo(expected);
    assertThat(read(CameraClockSerializer.INSTANCE, expected)).isEqualTo(CLOCK);
  }

  @Test
  void clockOfLayout2HasNoAnchorsAndTheWholeRateLimit() throws IOException {
    String stored =
        (CLOCK_OF_LAYOUT_1
                + "00000002 0000000000000000 000000000000000a 000000000000000b"
                + "0000000000000002 00000000000dbba0 00000000000f4240")
            .replace(" ", "");
    TypeSerializer<CameraClock> old =
        new CameraClockSerializer.Snapshot().of(2).restoreSerializer();

    CameraClock read = read(old, stored);
    assertThat(read.order()).isEqualTo(CLOCK.order());
    assertThat(read.numberings().all())
        .containsExactly(
            new Numbering(0, 10, 11, List.of()), new Numbering(2, 900_000, 1_000_000, List.of()));
    assertThat(read.used()).isEqualTo(FrameRateLimit.Use.NONE);
    assertThat(hex(old, read)).isEqualTo(stored);
  }

  @Test
  void clockOfLayout1HasUnknownNumberings() throws IOException {
    String stored = CLOCK_OF_LAYOUT_1.replace(" ", "");
    TypeSerializer<CameraClock> old =
        new CameraClockSerializer.Snapshot().of(1).restoreSerializer();

    CameraClock read = read(old, stored);
    assertThat(read.order()).isEqualTo(CLOCK.order());
    assertThat(read.frames()).isEqualTo(CLOCK.frames());
    assertThat(read.numberings()).isEqualTo(Numberings.unknownBefore(CLOCK.frames()));
    assertThat(hex(old, read)).isEqualTo(stored);
  }

  @Test
  void keyOfAWaitingChunkHasTheDocumentedLayout() throws IOException {
    WaitingChunk chunk = new WaitingChunk("\u00fc", Long.MAX_VALUE);
    String expected = "00000002c3bc7fffffffffffffff";

    assertThat(hex(WaitingChunkSerializer.INSTANCE, chunk)).isEqualTo(expected);
    assertThat(read(WaitingChunkSerializer.INSTANCE, expected)).isEqualTo(chunk);
  }

  @Test
  void waitingChunkHasTheDocumentedLayout() throws IOException {
    RawRecord record =
        new RawRecord(
            "in",
            3,
            4,
            -1,
            "s".getBytes(StandardCharsets.UTF_8),
            null,
            new RawRecord.Header[] {new RawRecord.Header("h", new byte[0])});
    SubjectMessage message = new SubjectMessage("s", SubjectMessage.Kind.CHUNK, 7, record);
    String expected =
        ("00000001 73 0000000000000007" // subject, event time
                + "00000002 696e 00000003 0000000000000004 ffffffffffffffff" // place, time
                + "00000001 73 ffffffff" // key, value
                + "00000001 00000001 68 00000000") // headers
            .replace(" ", "");

    assertThat(hex(WaitingMessageSerializer.INSTANCE, message)).isEqualTo(expected);
    assertThat(read(WaitingMessageSerializer.INSTANCE, expected))
        .usingRecursiveComparison()
        .isEqualTo(message);
  }

  @Test
  void waitingChunkComesBackWhole() throws IOException {
    SubjectMessage message = Subject.of("anna", 2).chunk(0, 2).message();

    assertThat(
            read(
                WaitingMessageSerializer.INSTANCE, hex(WaitingMessageSerializer.INSTANCE, message)))
        .usingRecursiveComparison()
        .isEqualTo(message);
  }

  @Test
  void layoutOfAnotherVersionIsRefusedWithBothVersions() {
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(
            () ->
                new CameraClockSerializer.Snapshot()
                    .readSnapshot(
                        4, new DataInputDeserializer(new byte[0]), getClass().getClassLoader()))
        .withMessage(
            "the checkpoint holds camera clocks of version 4; this job reads version 3 at most");
  }

  private static <T> String hex(TypeSerializer<T> serializer, T value) throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(64);
    serializer.serialize(value, out);
    return HexFormat.of().formatHex(out.getCopyOfBuffer());
  }

  private static <T> T read(TypeSerializer<T> serializer, String hex) throws IOException {
    DataInputDeserializer in = new DataInputDeserializer(HexFormat.of().parseHex(hex));
    T value = serializer.deserialize(in);
    assertThat(in.available()).isZero();
    return value;
  }
}
