package io.facephys.engine.frames;

import static io.facephys.engine.Frames.CHANNELS;

import io.facephys.engine.PulseRules;
import java.nio.ByteBuffer;
import java.util.EnumSet;
import java.util.Set;

/**
 * Finds the problems of a chunk's frames. It is given the sum of each frame, and reads pixels
 * itself only until it knows that the frame has more than one colour and differs from the one
 * before, which for a camera's picture is soon. Not for several threads.
 */
final class FrameChecks {
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

  private final ByteBuffer values;
  private final int frameBytes;
  private final int count;
  private int blackFrames;
  private int constantFrames;
  private long sum;
  private boolean aboveOne;

  /**
   * @param values all frames, from index 0 to the limit
   */
  FrameChecks(ByteBuffer values, int frameBytes) {
    this.values = values;
    this.frameBytes = frameBytes;
    this.count = values.limit() / frameBytes;
  }

  /** Checks the frame that begins at {@code start} and whose values have this sum. */
  void add(int start, long frameSum) {
    blackFrames += frameSum < (long) PulseRules.BLACK_BELOW * frameBytes ? 1 : 0;
    constantFrames += isConstant(start) ? 1 : 0;
    sum += frameSum;
    aboveOne = aboveOne || frameSum > frameBytes || hasValueAboveOne(start);
  }

  private boolean isConstant(int start) {
    int[] min = {255, 255, 255};
    int[] max = {0, 0, 0};
    for (int i = 0; i < frameBytes; i++) {
      int value = values.get(start + i) & 0xFF;
      int channel = i % CHANNELS;
      min[channel] = Math.min(min[channel], value);
      max[channel] = Math.max(max[channel], value);
      if (max[channel] - min[channel] > CONSTANT_SPREAD) {
        return false;
      }
    }
    return true;
  }

  private boolean hasValueAboveOne(int start) {
    for (int i = start; i < start + frameBytes; i++) {
      if ((values.get(i) & 0xFF) > 1) {
        return true;
      }
    }
    return false;
  }

  /** The problems of the frames, all of which were added. */
  Set<FrameProblem> problems() {
    Set<FrameProblem> problems = EnumSet.noneOf(FrameProblem.class);
    if (isHalf(blackFrames)) {
      problems.add(FrameProblem.BLACK);
    }
    if (isHalf(constantFrames)) {
      problems.add(FrameProblem.CONSTANT);
    }
    // Of values that are 0 or 1, the sum is the number of ones.
    if (!aboveOne && sum >= values.limit() / (double) UNIT_RANGE_ONE_IN) {
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
    return values.slice(index * frameBytes, frameBytes);
  }
}
