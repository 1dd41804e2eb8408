package io.facephys.cli.check;

import static io.facephys.schemas.CropContract.CHANNELS;
import static io.facephys.schemas.CropContract.FRAME_BYTES;
import static io.facephys.schemas.CropContract.HEIGHT;
import static io.facephys.schemas.CropContract.WIDTH;

import io.facephys.engine.frames.FaceMiddle;
import io.facephys.engine.frames.FrameChecks;
import io.facephys.engine.frames.FrameProblem;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.commons.math3.stat.StatUtils;
import org.jspecify.annotations.Nullable;

/** The pixels of one subject and camera. Not for several threads. */
final class PixelCheck {
  private static final double DARK_BELOW = 40; // of 255
  private static final double MOST_REPEATED = 0.2;

  /**
   * A sensor's noise is the same in every frame; a video codec lets it through in some frames and
   * not in others. For painted portraits the quietest twentieth of frames had at least 0.89 of the
   * median's change from raw video and MJPEG, and at most 0.28 from H.264.
   */
  private static final double LEAST_QUIET = 0.6;

  /** How much more the noise may change at the edges of JPEG's blocks than between them. */
  private static final double MOST_BLOCK_EDGE = 1.3;

  private static final int BLOCK = 8;
  private static final int BLOCK_EDGES = (WIDTH - 1) / BLOCK;

  private final double[] sum = new double[FRAME_BYTES];
  private final List<float[]> colours = new ArrayList<>(); // mean of the middle, 0..1
  private final List<Double> changes = new ArrayList<>(); // mean from frame to frame
  private byte @Nullable [] last;
  private double clippedShare;
  private int frames;
  private int chunks;
  private int unitRangeChunks;
  private int repeatedFrames;
  private double edgeChange;
  private double innerChange;

  void add(byte[] pixels) {
    int count = pixels.length / FRAME_BYTES;
    Set<FrameProblem> problems = FrameChecks.of(ByteBuffer.wrap(pixels), count);
    chunks++;
    unitRangeChunks += problems.contains(FrameProblem.UNIT_RANGE) ? 1 : 0;
    for (int i = 0; i < count; i++) {
      byte[] frame = new byte[FRAME_BYTES];
      System.arraycopy(pixels, i * FRAME_BYTES, frame, 0, FRAME_BYTES);
      addFrame(frame);
    }
  }

  private void addFrame(byte[] frame) {
    frames++;
    for (int i = 0; i < FRAME_BYTES; i++) {
      sum[i] += frame[i] & 0xFF;
    }
    addMiddle(frame);
    if (last != null) {
      addChange(last, frame);
    }
    last = frame;
  }

  private void addMiddle(byte[] frame) {
    FaceMiddle middle = FaceMiddle.of(ByteBuffer.wrap(frame), HEIGHT, WIDTH);
    colours.add(
        new float[] {
          (float) (middle.red() / 255),
          (float) (middle.green() / 255),
          (float) (middle.blue() / 255)
        });
    clippedShare += middle.clipped();
  }

  private void addChange(byte[] before, byte[] after) {
    int[] change = new int[FRAME_BYTES];
    long total = 0;
    for (int i = 0; i < FRAME_BYTES; i++) {
      change[i] = (after[i] & 0xFF) - (before[i] & 0xFF);
      total += Math.abs(change[i]);
    }
    repeatedFrames += total == 0 ? 1 : 0;
    changes.add((double) total / FRAME_BYTES);
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
    double[] mean = new double[FRAME_BYTES];
    for (int i = 0; i < FRAME_BYTES; i++) {
      mean[i] = sum[i] / Math.max(1, frames);
    }
    return mean;
  }

  /** The mean colour of the middle of each frame, red, green and blue, 0..1. */
  List<float[]> colours() {
    return List.copyOf(colours);
  }

  List<Finding> findings() {
    FaceMiddle all = middle();
    double repeated = changes.isEmpty() ? 0 : (double) repeatedFrames / changes.size();
    return List.of(
        Finding.of(
            Point.OVEREXPOSURE,
            all.isClipped(),
            "%.1f %% of values clipped".formatted(100 * all.clipped())),
        Finding.of(
            Point.DARKNESS,
            all.brightness() < DARK_BELOW,
            "the face's mean is %.0f of 255".formatted(all.brightness())),
        Finding.of(
            Point.VALUE_RANGE,
            2 * unitRangeChunks > chunks,
            "%d of %d chunks hold only 0 and 1".formatted(unitRangeChunks, chunks)),
        Finding.of(
            Point.COLOUR_ORDER,
            all.isBlueFirst(),
            "mean red %.0f, mean blue %.0f".formatted(all.red(), all.blue())),
        Finding.of(
            Point.FROZEN,
            repeated > MOST_REPEATED,
            "%.0f %% of frames equal the one before".formatted(100 * repeated)),
        compression());
  }

  /** Of all frames together. */
  private FaceMiddle middle() {
    return new FaceMiddle(mean(0), mean(1), mean(2), clippedShare / Math.max(1, frames));
  }

  private double mean(int channel) {
    return 255 * colours.stream().mapToDouble(colour -> colour[channel]).average().orElse(0);
  }

  private Finding compression() {
    double[] all = changes.stream().mapToDouble(Double::doubleValue).toArray();
    double median = all.length == 0 ? 0 : StatUtils.percentile(all, 50);
    if (median == 0) {
      return Finding.notMeasured(Point.COMPRESSION, "the frames do not change");
    }
    double quiet = StatUtils.percentile(all, 5) / median;
    double edge = innerChange == 0 ? 1 : edgeChange / innerChange;
    return Finding.of(
        Point.COMPRESSION,
        quiet < LEAST_QUIET || edge > MOST_BLOCK_EDGE,
        "quiet frames change %.0f %% as much as others, edges of blocks %.2f times as much as within"
            .formatted(100 * quiet, edge));
  }
}
