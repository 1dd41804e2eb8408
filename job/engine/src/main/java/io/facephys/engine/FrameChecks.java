package io.facephys.engine;

import java.nio.ByteBuffer;
import java.util.EnumSet;
import java.util.Set;

/**
 * Tells pictures that cannot be a face on camera from those that may be one, without a model.
 *
 * <p>The model gives a wave with a rate for any of them. Each rule looks at one chunk alone;
 * several may hold at once. What is not here cannot be told from the values: blue for red looks
 * like coloured light.
 */
public final class FrameChecks {
  /**
   * A frame is black below this mean, of 255. Darkness alone hides a pulse late: of two painted
   * clips scaled down to a mean of 15, 8, 5 and 3, the default weights' wave followed the pulse
   * with r = 0.92, 0.87, 0.70 and 0.31 (mean of both). Real sensors add noise, and lose it earlier.
   */
  static final int BLACK_BELOW_MEAN = 8;

  /**
   * A frame is constant if no channel spreads over more than this, of 255: what lossy compression
   * makes of one colour. A painted face blurred over half its width still has a spread of about 40
   * in its flattest channel.
   */
  static final int CONSTANT_SPREAD = 4;

  /**
   * Values of 0 and 1 are a picture of 0..1 if at least one in so many is a 1; one faulty pixel of
   * a covered sensor is fewer. A covered sensor with more noise than that reads so too; {@link
   * FrameProblem#BLACK} holds for both.
   */
  static final int UNIT_RANGE_ONE_IN = 100;

  /**
   * Fewer equal frames in a row than this are not frozen: 7.5 pictures a second that are sent as 30
   * come four times each.
   */
  static final int FROZEN_LEAST_FRAMES = 5;

  private static final int CHANNELS = 3;

  private final ByteBuffer values;
  private final int count;
  private final int valuesPerFrame;
  private int blackFrames;
  private int constantFrames;
  private int ones;
  private boolean aboveOne;

  private FrameChecks(ByteBuffer values, int count, int valuesPerFrame) {
    this.values = values;
    this.count = count;
    this.valuesPerFrame = valuesPerFrame;
  }

  /**
   * The problems of a chunk.
   *
   * <ul>
   *   <li>{@link FrameProblem#BLACK}: the mean is below {@link #BLACK_BELOW_MEAN} in at least half
   *       of the frames.
   *   <li>{@link FrameProblem#CONSTANT}: in each channel, greatest less least value is at most
   *       {@link #CONSTANT_SPREAD}, in at least half of the frames.
   *   <li>{@link FrameProblem#UNIT_RANGE}: no value of the chunk is above 1, and at least one in
   *       {@link #UNIT_RANGE_ONE_IN} is a 1.
   *   <li>{@link FrameProblem#FROZEN}: frames equal in every value follow each other for at least
   *       half of the chunk, and for at least {@link #FROZEN_LEAST_FRAMES}; a shorter chunk never
   *       is frozen. Equal means equal: a pulse alone moves the values by less than a step, and so
   *       changes only some of them from frame to frame, in a clean picture even few.
   * </ul>
   *
   * @param frames RGB, uint8, shape (frame, row, column, channel); the remaining bytes are read,
   *     the buffer is not changed
   * @param count how many frames there are, at least one
   * @throws IllegalArgumentException if the bytes do not make so many frames
   */
  public static Set<FrameProblem> of(ByteBuffer frames, int count) {
    ByteBuffer values = frames.slice();
    if (count < 1 || values.limit() == 0 || values.limit() % (count * (long) CHANNELS) != 0) {
      throw new IllegalArgumentException(
          "%d bytes do not make %d frames of RGB".formatted(values.limit(), count));
    }
    FrameChecks checks = new FrameChecks(values, count, values.limit() / count);
    for (int i = 0; i < count; i++) {
      checks.take(i * checks.valuesPerFrame);
    }
    return checks.problems();
  }

  /** Takes in the frame that begins at {@code start}, as far as it can still have a problem. */
  private void take(int start) {
    int bright = BLACK_BELOW_MEAN * valuesPerFrame;
    int[] least = {255, 255, 255};
    int[] greatest = {0, 0, 0};
    int sum = 0;
    int widest = 0;
    for (int i = 0; i < valuesPerFrame; i++) {
      int value = values.get(start + i) & 0xFF;
      int channel = i % CHANNELS;
      sum += value;
      ones += value == 1 ? 1 : 0;
      aboveOne |= value > 1;
      least[channel] = Math.min(least[channel], value);
      greatest[channel] = Math.max(greatest[channel], value);
      widest = Math.max(widest, greatest[channel] - least[channel]);
      if (sum >= bright && widest > CONSTANT_SPREAD) {
        return; // so bright a frame has values above 1, too
      }
    }
    blackFrames += sum < bright ? 1 : 0;
    constantFrames += widest <= CONSTANT_SPREAD ? 1 : 0;
  }

  private Set<FrameProblem> problems() {
    Set<FrameProblem> problems = EnumSet.noneOf(FrameProblem.class);
    if (isHalf(blackFrames)) {
      problems.add(FrameProblem.BLACK);
    }
    if (isHalf(constantFrames)) {
      problems.add(FrameProblem.CONSTANT);
    }
    if (!aboveOne && ones >= values.limit() / (double) UNIT_RANGE_ONE_IN) {
      problems.add(FrameProblem.UNIT_RANGE);
    }
    int longest = longestRunOfEqualFrames();
    if (longest >= FROZEN_LEAST_FRAMES && isHalf(longest)) {
      problems.add(FrameProblem.FROZEN);
    }
    return problems;
  }

  private boolean isHalf(int frames) {
    return 2L * frames >= count;
  }

  private int longestRunOfEqualFrames() {
    int longest = 1;
    int run = 1;
    for (int i = 1; i < count; i++) {
      run = frame(i).equals(frame(i - 1)) ? run + 1 : 1;
      longest = Math.max(longest, run);
    }
    return longest;
  }

  private ByteBuffer frame(int index) {
    return values.slice(index * valuesPerFrame, valuesPerFrame);
  }
}
