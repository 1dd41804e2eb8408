package io.facephys.cli.check;

import static io.facephys.schemas.CropContract.CHANNELS;
import static io.facephys.schemas.CropContract.FRAME_BYTES;
import static io.facephys.schemas.CropContract.HEIGHT;
import static io.facephys.schemas.CropContract.WIDTH;

import io.facephys.engine.frames.FaceMiddle;
import io.facephys.engine.frames.FrameProblem;
import io.facephys.engine.frames.Pixels;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.PackedHistogram;
import org.jspecify.annotations.Nullable;

/**
 * The pixels of one subject and camera. Its memory does not grow with the stream. Not for several
 * threads.
 */
final class PixelCheck {
  /** The pulse is read from the newest frames: two minutes at 30 frames a second. */
  static final int MAX_COLOURS = 3600;

  private static final double MIN_BRIGHTNESS = 40; // of 255
  private static final double MAX_REPEATED = 0.2;

  /**
   * A sensor's noise is the same in every frame; a video codec lets it through in some frames and
   * not in others. For painted portraits the quietest twentieth of frames had at least 0.89 of the
   * median's change from raw video and MJPEG, and at most 0.28 from H.264.
   */
  private static final double MIN_QUIET_CHANGE = 0.6;

  /** How much more the noise may change at the edges of JPEG's blocks than between them. */
  private static final double MAX_BLOCK_EDGE = 1.3;

  private static final int BLOCK = 8;
  private static final int BLOCK_EDGES = (WIDTH - 1) / BLOCK;

  private final double[] sum = new double[FRAME_BYTES];
  private final double[] middleSum = new double[CHANNELS]; // of the middle's mean colour, 0..255
  private final Deque<float[]> colours = new ArrayDeque<>();
  private final Histogram changes = new PackedHistogram(3); // sum over a frame's values
  private byte @Nullable [] last;
  private double clippedSum;
  private int frames;
  private int chunks;
  private int unitRangeChunks;
  private int repeatedFrames;
  private double edgeChange;
  private double innerChange;

  void add(byte[] pixels) {
    Set<FrameProblem> problems = Pixels.of(ByteBuffer.wrap(pixels), HEIGHT, WIDTH).problems();
    chunks++;
    unitRangeChunks += problems.contains(FrameProblem.UNIT_RANGE) ? 1 : 0;
    for (int from = 0; from < pixels.length; from += FRAME_BYTES) {
      addFrame(Arrays.copyOfRange(pixels, from, from + FRAME_BYTES));
    }
  }

  private void addFrame(byte[] frame) {
    frames++;
    for (int i = 0; i < FRAME_BYTES; i++) {
      sum[i] += frame[i] & 0xFF;
    }
    addMiddle(Pixels.of(ByteBuffer.wrap(frame), HEIGHT, WIDTH).middle());
    if (last != null) {
      addChange(last, frame);
    }
    last = frame;
  }

  private void addMiddle(FaceMiddle middle) {
    double[] colour = {middle.red(), middle.green(), middle.blue()};
    float[] ofUnit = new float[CHANNELS];
    for (int channel = 0; channel < CHANNELS; channel++) {
      middleSum[channel] += colour[channel];
      ofUnit[channel] = (float) (colour[channel] / 255);
    }
    clippedSum += middle.clipped();
    colours.addLast(ofUnit);
    if (colours.size() > MAX_COLOURS) {
      colours.removeFirst();
    }
  }

  private void addChange(byte[] before, byte[] after) {
    int[] change = new int[FRAME_BYTES];
    long total = 0;
    for (int i = 0; i < FRAME_BYTES; i++) {
      change[i] = (after[i] & 0xFF) - (before[i] & 0xFF);
      total += Math.abs(change[i]);
    }
    repeatedFrames += total == 0 ? 1 : 0;
    changes.recordValue(total);
    for (int row = 0; row < HEIGHT; row++) {
      for (int column = 1; column < WIDTH; column++) {
        int pixel = CHANNELS * (row * WIDTH + column);
        double step = Math.abs(change[pixel + 1] - change[pixel + 1 - CHANNELS]);
        if (column % BLOCK == 0) {
          edgeChange += step / BLOCK_EDGES;
        } else {
          innerChange += step / (WIDTH - 1 - BLOCK_EDGES);
        }
      }
    }
  }

  /** The mean frame, 0..255. */
  double[] meanFrame() {
    return Arrays.stream(sum).map(value -> value / Math.max(1, frames)).toArray();
  }

  /**
   * The mean colour of the middle of each of the newest frames, red, green and blue, 0..1; at most
   * {@link #MAX_COLOURS} of them.
   */
  List<float[]> colours() {
    return List.copyOf(colours);
  }

  List<Finding> findings() {
    FaceMiddle mean = meanMiddle();
    double repeated = (double) repeatedFrames / Math.max(1, changes.getTotalCount());
    return List.of(
        Finding.of(
            Point.OVEREXPOSURE,
            mean.isClipped(),
            "%.1f %% of values clipped".formatted(100 * mean.clipped())),
        Finding.of(
            Point.DARKNESS,
            mean.brightness() < MIN_BRIGHTNESS,
            "the face's mean is %.0f of 255".formatted(mean.brightness())),
        Finding.of(
            Point.VALUE_RANGE,
            2 * unitRangeChunks > chunks,
            "%d of %d chunks hold only 0 and 1".formatted(unitRangeChunks, chunks)),
        Finding.of(
            Point.COLOUR_ORDER,
            mean.isBlueFirst(),
            "mean red %.0f, mean blue %.0f".formatted(mean.red(), mean.blue())),
        Finding.of(
            Point.FROZEN,
            repeated > MAX_REPEATED,
            "%.0f %% of frames equal the one before".formatted(100 * repeated)),
        compression());
  }

  /** The mean over all frames. */
  private FaceMiddle meanMiddle() {
    int count = Math.max(1, frames);
    return new FaceMiddle(
        middleSum[0] / count, middleSum[1] / count, middleSum[2] / count, clippedSum / count);
  }

  private Finding compression() {
    double median = changes.getValueAtPercentile(50);
    if (median == 0) {
      return Finding.notMeasured(Point.COMPRESSION, "the frames do not change");
    }
    double quiet = changes.getValueAtPercentile(5) / median;
    double edge = innerChange == 0 ? 1 : edgeChange / innerChange;
    return Finding.of(
        Point.COMPRESSION,
        quiet < MIN_QUIET_CHANGE || edge > MAX_BLOCK_EDGE,
        "quiet frames change %.0f %% as much as others, edges of blocks %.2f times as much as within"
            .formatted(100 * quiet, edge));
  }
}
