package io.facephys.cli.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.facephys.schemas.CropContract;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What {@code check --from-beginning} keeps of a topic that is read for hours. */
final class LongStreamTest {
  private static final int CHUNK_FRAMES = 300;
  private static final int CHUNKS = 600; // an hour and 40 minutes at 30 frames a second
  private static final long FRAME_MICROS = 33_333;
  private static final long MAX_BYTES =
      10 << 20; // others in this JVM use some; 17 MB were kept once

  @Test
  void streamIsNotKept() {
    byte[] frames = new byte[CHUNK_FRAMES * CropContract.FRAME_BYTES];
    new Random(1).nextBytes(frames);
    StreamCheck check = new StreamCheck();
    add(check, frames, 0);
    long before = usedBytes();

    for (int number = 1; number < CHUNKS; number++) {
      add(check, frames, number);
    }

    assertThat(usedBytes() - before).isLessThan(MAX_BYTES);
    assertThat(check.frames()).isEqualTo(CHUNKS * CHUNK_FRAMES);
  }

  /** The same for a camera that sends each frame as a chunk. */
  @Test
  void numbersAreNotKept() {
    TimeCheck check = new TimeCheck();
    check.add(new SentChunk(0, new long[] {0}, new byte[0], SentChunk.UNKNOWN));
    long before = usedBytes();

    for (int number = 1; number < 500_000; number++) {
      long[] times = {number * FRAME_MICROS};
      check.add(new SentChunk(number, times, new byte[0], SentChunk.UNKNOWN));
    }

    assertThat(usedBytes() - before).isLessThan(MAX_BYTES);
    assertThat(check.frames()).isEqualTo(500_000);
  }

  private static void add(StreamCheck check, byte[] frames, int number) {
    long first = (long) number * CHUNK_FRAMES;
    long[] times =
        LongStream.range(first, first + CHUNK_FRAMES).map(frame -> frame * FRAME_MICROS).toArray();
    check.add(new SentChunk(number, times, frames, SentChunk.UNKNOWN));
  }

  private static long usedBytes() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }
}
