package io.facephys.pipeline.state;

import io.facephys.pipeline.time.CameraClock;
import io.facephys.pipeline.time.ChunkOrder;
import io.facephys.pipeline.time.FrameClock;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * A {@link CameraClock} in checkpoints, layout 1: {@code next} (long); number of skipped ranges
 * (int), then first and last (long) of each; number of waiting chunks (int), then sequence and time
 * of arrival (long) of each; {@code lastCaptureMicros}, {@code segment}, {@code
 * segmentStartMicros}, {@code segmentFrames}, {@code lastProcessedMillis}, {@code idleTimerMillis}
 * (long each).
 */
final class CameraClockSerializer extends LayoutSerializer<CameraClock> {
  static final CameraClockSerializer INSTANCE = new CameraClockSerializer();

  private static final long serialVersionUID = 1L;

  /** What savepoints name. */
  public static final class Snapshot extends LayoutSnapshot<CameraClock> {
    /** For Flink. */
    public Snapshot() {
      super("camera clocks", 1, version -> INSTANCE);
    }
  }

  private CameraClockSerializer() {
    super(1);
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
  }

  @Override
  public CameraClock deserialize(DataInputView source) throws IOException {
    return new CameraClock(
        readOrder(source), readFrames(source), source.readLong(), source.readLong());
  }

  private static ChunkOrder readOrder(DataInputView source) throws IOException {
    long next = source.readLong();
    List<ChunkOrder.Skipped> skipped = new ArrayList<>();
    for (int left = source.readInt(); left > 0; left--) {
      skipped.add(new ChunkOrder.Skipped(source.readLong(), source.readLong()));
    }
    List<ChunkOrder.Waiting> waiting = new ArrayList<>();
    for (int left = source.readInt(); left > 0; left--) {
      waiting.add(new ChunkOrder.Waiting(source.readLong(), source.readLong()));
    }
    return new ChunkOrder(next, List.copyOf(skipped), List.copyOf(waiting));
  }

  private static FrameClock readFrames(DataInputView source) throws IOException {
    return new FrameClock(
        source.readLong(), source.readLong(), source.readLong(), source.readLong());
  }

  @Override
  public CameraClock createInstance() {
    return CameraClock.unseen(0);
  }

  @Override
  LayoutSnapshot<CameraClock> newestSnapshot() {
    return new Snapshot();
  }
}
