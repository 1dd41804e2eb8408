package io.facephys.cli.check;

import static io.facephys.schemas.CropContract.CHANNELS;
import static io.facephys.schemas.CropContract.FRAME_BYTES;
import static io.facephys.schemas.CropContract.HEIGHT;
import static io.facephys.schemas.CropContract.WIDTH;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.IntPredicate;
import java.util.function.IntUnaryOperator;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** What cameras do wrong: what is done to a good stream, and where the check must find it. */
enum InjectedFault {
  TEN_FRAMES_A_SECOND {
    @Override
    List<SentChunk> injectedInto(List<SentChunk> chunks) {
      return eachChunk(chunks, chunk -> only(chunk, i -> i % 3 == 0));
    }
  },
  TIMES_OF_ARRIVAL {
    @Override
    List<SentChunk> injectedInto(List<SentChunk> chunks) {
      // Packets of five frames arrive together.
      return eachChunk(
          chunks,
          chunk -> {
            long[] times = chunk.timesMicros().clone();
            Arrays.setAll(times, i -> times[i - i % 5] + i % 5 * 1000L);
            return new SentChunk(chunk.sequence(), times, chunk.frames(), chunk.sentMillis());
          });
    }
  },
  FRAMES_LOST {
    @Override
    List<SentChunk> injectedInto(List<SentChunk> chunks) {
      return eachChunk(
          chunks, chunk -> chunk.sequence() % 4 == 3 ? only(chunk, i -> i < 3) : chunk);
    }
  },
  FRAMES_OUT_OF_ORDER {
    @Override
    List<SentChunk> injectedInto(List<SentChunk> chunks) {
      return eachChunk(
          chunks,
          chunk -> {
            long[] times = chunk.timesMicros().clone();
            long first = times[4];
            times[4] = times[5];
            times[5] = first;
            return new SentChunk(chunk.sequence(), times, chunk.frames(), chunk.sentMillis());
          });
    }
  },
  NUMBERS_LEFT_OUT {
    @Override
    List<SentChunk> injectedInto(List<SentChunk> chunks) {
      return eachChunk(
          chunks,
          chunk ->
              new SentChunk(
                  2 * chunk.sequence(), chunk.timesMicros(), chunk.frames(), chunk.sentMillis()));
    }
  },
  CHUNKS_SENT_TWICE {
    @Override
    List<SentChunk> injectedInto(List<SentChunk> chunks) {
      return chunks.stream().flatMap(chunk -> List.of(chunk, chunk).stream()).toList();
    }
  },
  CLOCK_AN_HOUR_AHEAD {
    @Override
    List<SentChunk> injectedInto(List<SentChunk> chunks) {
      return eachChunk(
          chunks,
          chunk ->
              new SentChunk(
                  chunk.sequence(),
                  chunk.timesMicros(),
                  chunk.frames(),
                  chunk.sentMillis() - 3_600_000));
    }
  },
  TOO_BRIGHT {
    @Override
    List<SentChunk> injectedInto(List<SentChunk> chunks) {
      return eachValue(chunks, value -> Math.min(255, value * 7 / 4));
    }
  },
  TOO_DARK {
    @Override
    List<SentChunk> injectedInto(List<SentChunk> chunks) {
      return eachValue(chunks, value -> value / 8);
    }
  },
  VALUES_OF_0_TO_1 {
    @Override
    List<SentChunk> injectedInto(List<SentChunk> chunks) {
      return eachValue(chunks, value -> value >= 200 ? 1 : 0);
    }
  },
  BLUE_FIRST {
    @Override
    List<SentChunk> injectedInto(List<SentChunk> chunks) {
      return eachFrame(
          chunks,
          (frame, number) -> {
            byte[] bgr = new byte[FRAME_BYTES];
            for (int i = 0; i < FRAME_BYTES; i++) {
              bgr[i] = frame[i - i % CHANNELS + 2 - i % CHANNELS];
            }
            return bgr;
          });
    }
  },
  FRAMES_REPEATED {
    @Override
    List<SentChunk> injectedInto(List<SentChunk> chunks) {
      return eachChunk(
          chunks,
          chunk -> {
            byte[] frames = chunk.frames().clone();
            for (int i = 1; i < chunk.timesMicros().length; i++) {
              if (i % 2 == 1) {
                System.arraycopy(
                    frames, (i - 1) * FRAME_BYTES, frames, i * FRAME_BYTES, FRAME_BYTES);
              }
            }
            return new SentChunk(chunk.sequence(), chunk.timesMicros(), frames, chunk.sentMillis());
          });
    }
  },
  JUMPING_BOX {
    @Override
    List<SentChunk> injectedInto(List<SentChunk> chunks) {
      SplittableRandom random = new SplittableRandom(1);
      return eachFrame(
          chunks,
          (frame, number) -> {
            int right = number % 5 == 0 ? random.nextInt(-2, 3) : 0;
            int down = number % 5 == 0 ? random.nextInt(-2, 3) : 0;
            return remapped(frame, (row, column) -> new int[] {row + down, column + right});
          });
    }
  },
  WALL {
    @Override
    List<SentChunk> injectedInto(List<SentChunk> chunks) {
      SplittableRandom random = new SplittableRandom(1);
      return eachFrame(
          chunks,
          (frame, number) -> {
            byte[] wall = new byte[FRAME_BYTES];
            for (int i = 0; i < FRAME_BYTES; i++) {
              int shade = 150 - i / (CHANNELS * WIDTH) - 8 * (i % CHANNELS);
              wall[i] = (byte) Math.round(shade + 0.5 * random.nextGaussian());
            }
            return wall;
          });
    }
  },
  LOOSE_CROP {
    @Override
    List<SentChunk> injectedInto(List<SentChunk> chunks) {
      return eachFrame(
          chunks,
          (frame, number) ->
              remapped(
                  frame,
                  (row, column) ->
                      new int[] {
                        (int) Math.round((row - HEIGHT / 2.0) * 1.7 + HEIGHT / 2.0),
                        (int) Math.round((column - WIDTH / 2.0) * 1.7 + WIDTH / 2.0)
                      }));
    }
  };

  abstract List<SentChunk> injectedInto(List<SentChunk> chunks);

  /** Its name in the table. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private interface FrameOperator {
    byte[] apply(byte[] frame, int number);
  }

  private interface Source {
    int[] of(int row, int column);
  }

  private static List<SentChunk> eachChunk(
      List<SentChunk> chunks, UnaryOperator<SentChunk> operator) {
    return chunks.stream().map(operator).toList();
  }

  private static SentChunk only(SentChunk chunk, IntPredicate kept) {
    int[] indices = IntStream.range(0, chunk.timesMicros().length).filter(kept).toArray();
    long[] times = Arrays.stream(indices).mapToLong(i -> chunk.timesMicros()[i]).toArray();
    byte[] frames = new byte[indices.length * FRAME_BYTES];
    for (int i = 0; i < indices.length; i++) {
      System.arraycopy(
          chunk.frames(), indices[i] * FRAME_BYTES, frames, i * FRAME_BYTES, FRAME_BYTES);
    }
    return new SentChunk(chunk.sequence(), times, frames, chunk.sentMillis());
  }

  private static List<SentChunk> eachValue(List<SentChunk> chunks, IntUnaryOperator operator) {
    return eachFrame(
        chunks,
        (frame, number) -> {
          byte[] changed = new byte[FRAME_BYTES];
          for (int i = 0; i < FRAME_BYTES; i++) {
            changed[i] = (byte) operator.applyAsInt(frame[i] & 0xFF);
          }
          return changed;
        });
  }

  private static List<SentChunk> eachFrame(List<SentChunk> chunks, FrameOperator operator) {
    List<SentChunk> changed = new ArrayList<>();
    int number = 0;
    for (SentChunk chunk : chunks) {
      byte[] frames = chunk.frames().clone();
      for (int from = 0; from < frames.length; from += FRAME_BYTES) {
        byte[] frame = Arrays.copyOfRange(frames, from, from + FRAME_BYTES);
        System.arraycopy(operator.apply(frame, number++), 0, frames, from, FRAME_BYTES);
      }
      changed.add(new SentChunk(chunk.sequence(), chunk.timesMicros(), frames, chunk.sentMillis()));
    }
    return changed;
  }

  private static byte[] remapped(byte[] frame, Source source) {
    byte[] remapped = new byte[FRAME_BYTES];
    for (int row = 0; row < HEIGHT; row++) {
      for (int column = 0; column < WIDTH; column++) {
        int[] from = source.of(row, column);
        int fromRow = Math.max(0, Math.min(HEIGHT - 1, from[0]));
        int fromColumn = Math.max(0, Math.min(WIDTH - 1, from[1]));
        System.arraycopy(
            frame,
            CHANNELS * (fromRow * WIDTH + fromColumn),
            remapped,
            CHANNELS * (row * WIDTH + column),
            CHANNELS);
      }
    }
    return remapped;
  }
}
