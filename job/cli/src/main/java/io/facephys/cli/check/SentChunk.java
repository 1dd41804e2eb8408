package io.facephys.cli.check;

import io.facephys.schemas.FaceChunk;

/**
 * A chunk as a camera sent it.
 *
 * @param sequence its number, from 0
 * @param timesMicros capture times of its frames, since 1970
 * @param frames uint8, (frame, row, column, channel)
 * @param sentMillis time of its Kafka record, since 1970; {@link #UNKNOWN} for a clip
 */
public record SentChunk(long sequence, long[] timesMicros, byte[] frames, long sentMillis) {
  /** The time of sending of a clip, which was never sent. */
  public static final long UNKNOWN = -1;

  static SentChunk of(FaceChunk chunk, long sentMillis) {
    byte[] frames = new byte[chunk.getFrames().remaining()];
    chunk.getFrames().get(chunk.getFrames().position(), frames);
    return new SentChunk(
        chunk.getSequence(),
        chunk.getCaptureTimesMicros().stream().mapToLong(Long::longValue).toArray(),
        frames,
        sentMillis);
  }
}
