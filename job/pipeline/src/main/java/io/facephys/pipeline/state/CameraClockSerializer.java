package io.facephys.pipeline.state;

import io.facephys.pipeline.time.CameraClock;
import io.facephys.pipeline.time.ChunkOrder;
import io.facephys.pipeline.time.FrameClock;
import io.facephys.pipeline.time.FrameRateLimit;
import io.facephys.pipeline.time.Numberings;
import java.io.IOException;
import java.util.List;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * A {@link CameraClock} in checkpoints, layout 3: {@code next} (long); number of skipped ranges
 * (int), then first and last (long) of each; number of waiting chunks (int), then sequence and time
 * of arrival (long) of each; {@code lastCaptureMicros}, {@code segment}, {@code
 * segmentStartMicros}, {@code segmentFrames}, {@code lastProcessedMillis}, {@code idleTimerMillis}
 * (long each); number of numberings (int), then {@code firstSequence}, {@code firstMicros}, {@code
 * lastMicros} (long) of each, its number of anchors (int), then sequence and time (long) of each;
 * {@code countedMillis} and {@code aheadMicros} (long each) of the rate limit. Layout 2 ends behind
 * the numberings, which have no anchors, and layout 1 before them.
 */
final class CameraClockSerializer extends LayoutSerializer<CameraClock> {
  private static final int VERSION = 3;

  static final CameraClockSerializer INSTANCE = new CameraClockSerializer(VERSION);

  private static final long serialVersionUID = 1L;

  /** The version of the layout, in savepoints. */
  @Frozen
  public static final class Snapshot extends LayoutSnapshot<CameraClock> {
    public Snapshot() {
      super("camera clocks", VERSION, CameraClockSerializer::new);
    }
  }

  private CameraClockSerializer(int version) {
    super(version, Snapshot::new, () -> CameraClock.unseen(0));
  }

  @Override
  public void serialize(CameraClock clock, DataOutputView target) throws IOException {
    ChunkOrder order = clock.order();
    target.writeLong(order.next());
    target.writeInt(order.skipped().size());
    for (ChunkOrder.Skipped range : order.skipped()) {
      target.writeLong(range.first());
      target.writeLong(range.last());
    }
    target.writeInt(order.waiting().size());
    for (ChunkOrder.Waiting chunk : order.waiting()) {
      target.writeLong(chunk.sequence());
      target.writeLong(chunk.sinceMillis());
    }
    FrameClock frames = clock.frames();
    target.writeLong(frames.lastCaptureMicros());
    target.writeLong(frames.segment());
    target.writeLong(frames.segmentStartMicros());
    target.writeLong(frames.segmentFrames());
    target.writeLong(clock.lastProcessedMillis());
    target.writeLong(clock.idleTimerMillis());
    if (version() >= 2) {
      write(clock.numberings(), target);
    }
    if (version() >= 3) {
      target.writeLong(clock.used().countedMillis());
      target.writeLong(clock.used().aheadMicros());
    }
  }

  private void write(Numberings numberings, DataOutputView target) throws IOException {
    target.writeInt(numberings.all().size());
    for (Numberings.Numbering numbering : numberings.all()) {
      target.writeLong(numbering.firstSequence());
      target.writeLong(numbering.firstMicros());
      target.writeLong(numbering.lastMicros());
      if (version() >= 3) {
        target.writeInt(numbering.anchors().size());
        for (Numberings.Anchor anchor : numbering.anchors()) {
          target.writeLong(anchor.sequence());
          target.writeLong(anchor.micros());
        }
      }
    }
  }

  @Override
  public CameraClock deserialize(DataInputView source) throws IOException {
    ChunkOrder order =
        new ChunkOrder(
            source.readLong(),
            readList(source, in -> new ChunkOrder.Skipped(in.readLong(), in.readLong())),
            readList(source, in -> new ChunkOrder.Waiting(in.readLong(), in.readLong())));
    FrameClock frames =
        new FrameClock(source.readLong(), source.readLong(), source.readLong(), source.readLong());
    long lastProcessedMillis = source.readLong();
    long idleTimerMillis = source.readLong();
    Numberings numberings =
        version() >= 2
            ? new Numberings(readList(source, this::readNumbering))
            : Numberings.unknownBefore(frames);
    FrameRateLimit.Use used =
        version() >= 3
            ? new FrameRateLimit.Use(source.readLong(), source.readLong())
            : FrameRateLimit.Use.NONE;
    return new CameraClock(order, frames, numberings, used, lastProcessedMillis, idleTimerMillis);
  }

  private Numberings.Numbering readNumbering(DataInputView source) throws IOException {
    return new Numberings.Numbering(
        source.readLong(),
        source.readLong(),
        source.readLong(),
        version() >= 3
            ? readList(source, in -> new Numberings.Anchor(in.readLong(), in.readLong()))
            : List.of());
  }
}
