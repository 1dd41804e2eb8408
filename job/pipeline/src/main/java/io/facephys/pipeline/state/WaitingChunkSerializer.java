package io.facephys.pipeline.state;

import java.io.IOException;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** A {@link WaitingChunk} in checkpoints, layout 1: camera id (text), sequence (long). */
final class WaitingChunkSerializer extends LayoutSerializer<WaitingChunk> {
  static final WaitingChunkSerializer INSTANCE = new WaitingChunkSerializer();

  private static final long serialVersionUID = 1L;

  /** The version of the layout, in savepoints. */
  @Frozen
  public static final class Snapshot extends LayoutSnapshot<WaitingChunk> {
    public Snapshot() {
      super("keys of waiting chunks", 1, version -> INSTANCE);
    }
  }

  private WaitingChunkSerializer() {
    super(1, Snapshot::new, () -> new WaitingChunk("", 0));
  }

  @Override
  public void serialize(WaitingChunk chunk, DataOutputView target) throws IOException {
    writeText(chunk.cameraId(), target);
    target.writeLong(chunk.sequence());
  }

  @Override
  public WaitingChunk deserialize(DataInputView source) throws IOException {
    return new WaitingChunk(readText(source), source.readLong());
  }
}
