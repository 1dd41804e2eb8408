package io.facephys.engine.frames;

import io.facephys.engine.PulseRules;
import java.nio.ByteBuffer;
import java.util.EnumSet;
import java.util.Set;

/**
 * Finds frames that cannot show a face on camera, without a model.
 *
 * <p>The model computes a wave with a rate from such frames, too. Each check looks at one chunk
 * alone, and several may find a problem at once. {@link FaceMiddle} finds light and colours that
 * make a pulse harder to see.
 */
public final class FrameChecks {
  /**
   * A frame is constant if no channel spreads over more than this, on a scale of 255: lossy
   * compression can spread a single colour this far. A painted face blurred over half its width
   * still has a spread of about 40 in its flattest channel.
   */
  static final int CONSTANT_SPREAD = 4;

  /**
   * A chunk of only 0 and 1 has the unit range if at least one value in this many is a 1; a single
   * faulty pixel of a covered sensor makes fewer. A covered sensor with more noise is reported as
   * well; {@link FrameProblem#BLACK} applies to both.
   */
  static final int UNIT_RANGE_ONE_IN = 100;

  /**
   * Fewer equal frames in a row than this are not frozen: 7.5 frames per second that are sent as 30
   * repeat each frame four times.
   */
  static final int FROZEN_MIN_FRAMES = 5;

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
   * Finds the problems of a chunk.
   *
   * <ul>
   *   <li>{@link FrameProblem#BLACK}: the mean is below {@link PulseRules#BLACK_BELOW} in at least half
   *       of the frames.
   *   <li>{@link FrameProblem#CONSTANT}: in each channel, the largest value minus the smallest is
   *       at most {@link #CONSTANT_SPREAD}, in at least half of the frames.
   *   <li>{@link FrameProblem#UNIT_RANGE}: no value of the chunk is above 1, and at least one in
   *       {@link #UNIT_RANGE_ONE_IN} is a 1.
   *   <li>{@link FrameProblem#FROZEN}: at least half of the chunk, and at least {@link
   *       #FROZEN_MIN_FRAMES} frames, are consecutive frames that are equal in every value; a chunk
   *       of fewer frames is never frozen. Equality is exact because a pulse alone changes values
   *       by less than 1, so that only some of them differ from frame to frame, and only few if
   *       there is little noise.
   * </ul>
   *
   * @param frames RGB, uint8, shape (frame, row, column, channel); the remaining bytes are read,
   *     the buffer is not changed
   * @param count the number of frames, at least one
   * @throws IllegalArgumentException if the number of bytes does not fit the number of frames
   */
  public static Set<FrameProblem> of(ByteBuffer frames, int count) {
    ByteBuffer values = frames.slice();
    if (count < 1 || values.limit() == 0 || values.limit() % (count * (long) CHANNELS) != 0) {
      throw new IllegalArgumentException(
          "%d bytes do not make %d frames of RGB".formatted(values.limit(), count));
    }
    FrameChecks checks = new FrameChecks(values, count, values.limit() / count);
    for (int i = 0; i < count; i++) {
      checks.inspect(i * checks.valuesPerFrame);
    }
    return checks.problems();
  }

  /** Inspects the frame that begins at {@code start}, until it can no longer have a problem. */
  private void inspect(int start) {
    int bright = PulseRules.BLACK_BELOW * valuesPerFrame;
    int[] smallest = {255, 255, 255};
    int[] largest = {0, 0, 0};
    int sum = 0;
    int widest = 0;
    for (int i = 0; i < valuesPerFrame; i++) {
      int value = values.get(start + i) & 0xFF;
      int channel = i % CHANNELS;
      sum += value;
      ones += value == 1 ? 1 : 0;
      aboveOne |= value > 1;
      smallest[channel] = Math.min(smallest[channel], value);
      largest[channel] = Math.max(largest[channel], value);
      widest = Math.max(widest, largest[channel] - smallest[channel]);
      if (sum >= bright && widest > CONSTANT_SPREAD) {
        return; // a frame this bright has values above 1
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
    if (longest >= FROZEN_MIN_FRAMES && isHalf(longest)) {
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
