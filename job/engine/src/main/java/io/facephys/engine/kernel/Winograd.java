package io.facephys.engine.kernel;

import static io.facephys.engine.kernel.Vectors.FLOATS;
import static io.facephys.engine.kernel.Vectors.LANES;
import static io.facephys.engine.kernel.Vectors.all;

import io.facephys.engine.weights.PulseWeights;
import io.facephys.engine.weights.Weight;
import jdk.incubator.vector.FloatVector;

/**
 * The transforms of F(6 x 6, 3 x 3): a 3 x 3 convolution of a tile of 6 x 6 pixels takes 64
 * products for each pair of channels in place of 324.
 *
 * <p>From A. Lavin and S. Gray, "Fast Algorithms for Convolutional Neural Networks" (2015), section
 * 4: Y = A^T [(G g G^T) . (B^T d B)] A, here with the points 0, 1, -1, 2, -2, 1/2 and -1/2.
 */
final class Winograd {
  /** Pixels of a tile's side. */
  static final int TILE = 6;

  /** Pixels of a tile's side with the border that a 3 x 3 kernel reaches. */
  static final int INPUT = 8;

  /** Products of a tile for each pair of channels. */
  static final int POSITIONS = INPUT * INPUT;

  /**
   * Tiles whose products are computed together: a row of tiles of some frames. A frame has 6, 3, 2
   * or 1 tiles in a row, so all groups are full. More tiles share the reading of the kernels, fewer
   * stay in the processor's caches.
   */
  static final int GROUP = 12;

  private static final int IN = PulseWeights.CHANNELS;

  /** A cache line between tiles, so that tiles do not share cache sets. */
  private static final int CACHE_LINE = 16;

  /** Values from one tile of a group's input, (tile, position, 32), to the next. */
  static final int INPUT_STRIDE = POSITIONS * IN + CACHE_LINE;

  /** Values from one tile of a group's products, (tile, position, 64), to the next. */
  static final int PRODUCT_STRIDE = POSITIONS * 2 * IN + CACHE_LINE;

  private static final double[][] G = {
    {1, 0, 0},
    {-2 / 9.0, -2 / 9.0, -2 / 9.0},
    {-2 / 9.0, 2 / 9.0, -2 / 9.0},
    {1 / 90.0, 1 / 45.0, 2 / 45.0},
    {1 / 90.0, -1 / 45.0, 2 / 45.0},
    {32 / 45.0, 16 / 45.0, 8 / 45.0},
    {32 / 45.0, -16 / 45.0, 8 / 45.0},
    {0, 0, 1}
  };

  private Winograd() {}

  /**
   * Transforms a kernel, G g G^T.
   *
   * @param kernel [3, 3, in, out]
   * @return [64, in, out]
   */
  static float[] transformKernel(Weight kernel) {
    int in = kernel.size(2);
    int out = kernel.size(3);
    float[] taps = kernel.values();
    float[] transformed = Vectors.allocate(POSITIONS, in, out);
    for (int pair = 0; pair < in * out; pair++) {
      for (int position = 0; position < POSITIONS; position++) {
        double sum = 0;
        for (int tap = 0; tap < 9; tap++) {
          double factor = G[position / INPUT][tap / 3] * G[position % INPUT][tap % 3];
          sum += factor * taps[tap * in * out + pair];
        }
        transformed[position * in * out + pair] = (float) sum;
      }
    }
    return transformed;
  }

  /**
   * Transforms a tile of the input, B^T d B.
   *
   * @param x frame with a border, (row, column, channel)
   * @param at index of the first value of the tile's upper left pixel, which is in the border
   * @param rowStride values from one row to the next
   * @param workspace 64 vectors
   * @param v receives (position, channel)
   * @param to index of the first value of the tile
   */
  static void transformInput(
      float[] x, int at, int rowStride, float[] workspace, float[] v, int to) {
    for (int channel = 0; channel < IN; channel += LANES) {
      inputColumns(x, at + channel, rowStride, workspace);
      inputRows(workspace, v, to + channel);
    }
  }

  /** B^T d for the eight columns of a tile. */
  private static void inputColumns(float[] x, int from, int rowStride, float[] workspace) {
    for (int i = 0; i < INPUT; i++) {
      int at = (from + i * IN) & Vectors.INDEX;
      FloatVector d1 = FloatVector.fromArray(FLOATS, x, at + rowStride);
      FloatVector d2 = FloatVector.fromArray(FLOATS, x, at + 2 * rowStride);
      FloatVector d3 = FloatVector.fromArray(FLOATS, x, at + 3 * rowStride);
      FloatVector d4 = FloatVector.fromArray(FLOATS, x, at + 4 * rowStride);
      FloatVector d5 = FloatVector.fromArray(FLOATS, x, at + 5 * rowStride);
      FloatVector d6 = FloatVector.fromArray(FLOATS, x, at + 6 * rowStride);
      FloatVector d0 = FloatVector.fromArray(FLOATS, x, at);
      d0.sub(d6).add(d4.sub(d2).mul(5.25f)).intoArray(workspace, i * LANES);
      FloatVector even1 = d4.fma(all(-4.25f), d2.add(d6));
      FloatVector odd1 = d3.fma(all(-4.25f), d1.add(d5));
      even1.add(odd1).intoArray(workspace, (i + 1 * INPUT) * LANES);
      even1.sub(odd1).intoArray(workspace, (i + 2 * INPUT) * LANES);
      FloatVector even2 = d4.fma(all(-1.25f), d2.fma(all(0.25f), d6));
      FloatVector odd2 = d5.fma(all(2f), d3.fma(all(-2.5f), d1.mul(0.5f)));
      even2.add(odd2).intoArray(workspace, (i + 3 * INPUT) * LANES);
      even2.sub(odd2).intoArray(workspace, (i + 4 * INPUT) * LANES);
      FloatVector even3 = d4.fma(all(-5f), d2.fma(all(4f), d6));
      FloatVector odd3 = d5.fma(all(0.5f), d3.fma(all(-2.5f), d1.add(d1)));
      even3.add(odd3).intoArray(workspace, (i + 5 * INPUT) * LANES);
      even3.sub(odd3).intoArray(workspace, (i + 6 * INPUT) * LANES);
      FloatVector d7 = FloatVector.fromArray(FLOATS, x, at + 7 * rowStride);
      d7.sub(d1).add(d3.sub(d5).mul(5.25f)).intoArray(workspace, (i + 7 * INPUT) * LANES);
    }
  }

  /** (B^T d) B for the eight rows of what {@link #inputColumns} gave. */
  private static void inputRows(float[] workspace, float[] v, int to) {
    for (int i = 0; i < INPUT; i++) {
      int at = (to + i * INPUT * IN) & Vectors.INDEX;
      FloatVector d1 = FloatVector.fromArray(FLOATS, workspace, (i * INPUT + 1) * LANES);
      FloatVector d2 = FloatVector.fromArray(FLOATS, workspace, (i * INPUT + 2) * LANES);
      FloatVector d3 = FloatVector.fromArray(FLOATS, workspace, (i * INPUT + 3) * LANES);
      FloatVector d4 = FloatVector.fromArray(FLOATS, workspace, (i * INPUT + 4) * LANES);
      FloatVector d5 = FloatVector.fromArray(FLOATS, workspace, (i * INPUT + 5) * LANES);
      FloatVector d6 = FloatVector.fromArray(FLOATS, workspace, (i * INPUT + 6) * LANES);
      FloatVector d0 = FloatVector.fromArray(FLOATS, workspace, i * INPUT * LANES);
      d0.sub(d6).add(d4.sub(d2).mul(5.25f)).intoArray(v, at);
      FloatVector even1 = d4.fma(all(-4.25f), d2.add(d6));
      FloatVector odd1 = d3.fma(all(-4.25f), d1.add(d5));
      even1.add(odd1).intoArray(v, at + IN);
      even1.sub(odd1).intoArray(v, at + 2 * IN);
      FloatVector even2 = d4.fma(all(-1.25f), d2.fma(all(0.25f), d6));
      FloatVector odd2 = d5.fma(all(2f), d3.fma(all(-2.5f), d1.mul(0.5f)));
      even2.add(odd2).intoArray(v, at + 3 * IN);
      even2.sub(odd2).intoArray(v, at + 4 * IN);
      FloatVector even3 = d4.fma(all(-5f), d2.fma(all(4f), d6));
      FloatVector odd3 = d5.fma(all(0.5f), d3.fma(all(-2.5f), d1.add(d1)));
      even3.add(odd3).intoArray(v, at + 5 * IN);
      even3.sub(odd3).intoArray(v, at + 6 * IN);
      FloatVector d7 = FloatVector.fromArray(FLOATS, workspace, (i * INPUT + 7) * LANES);
      d7.sub(d1).add(d3.sub(d5).mul(5.25f)).intoArray(v, at + 7 * IN);
    }
  }

  /**
   * Transforms the products of a tile back, A^T m A, for the channels of one frame.
   *
   * @param m products, (position, channel) with 64 channels
   * @param from index of the tile's first value of the first channel wanted
   * @param workspace 48 vectors
   * @param y receives the tile, (row, column, channel) with 32 channels
   * @param to index of the first value of the tile's upper left pixel
   * @param rowStride values from one row to the next
   */
  static void transformOutput(
      float[] m, int from, float[] workspace, float[] y, int to, int rowStride) {
    for (int channel = 0; channel < IN; channel += LANES) {
      outputColumns(m, from + channel, workspace);
      outputRows(workspace, y, to + channel, rowStride);
    }
  }

  /** A^T m for the eight columns of products. */
  private static void outputColumns(float[] m, int from, float[] workspace) {
    for (int i = 0; i < INPUT; i++) {
      int at = (from + i * 2 * IN) & Vectors.INDEX;
      FloatVector m1 = FloatVector.fromArray(FLOATS, m, at + INPUT * 2 * IN);
      FloatVector m2 = FloatVector.fromArray(FLOATS, m, at + 2 * INPUT * 2 * IN);
      FloatVector m3 = FloatVector.fromArray(FLOATS, m, at + 3 * INPUT * 2 * IN);
      FloatVector m4 = FloatVector.fromArray(FLOATS, m, at + 4 * INPUT * 2 * IN);
      FloatVector m5 = FloatVector.fromArray(FLOATS, m, at + 5 * INPUT * 2 * IN);
      FloatVector m6 = FloatVector.fromArray(FLOATS, m, at + 6 * INPUT * 2 * IN);
      FloatVector even1 = m1.add(m2);
      FloatVector even2 = m3.add(m4);
      FloatVector even3 = m5.add(m6);
      FloatVector odd1 = m1.sub(m2);
      FloatVector odd2 = m3.sub(m4);
      FloatVector odd3 = m5.sub(m6);
      FloatVector m0 = FloatVector.fromArray(FLOATS, m, at);
      m0.add(even1).add(even2.add(even3)).intoArray(workspace, i * LANES);
      odd3.fma(all(0.5f), odd2.fma(all(2f), odd1)).intoArray(workspace, (i + 1 * INPUT) * LANES);
      even3
          .fma(all(0.25f), even2.fma(all(4f), even1))
          .intoArray(workspace, (i + 2 * INPUT) * LANES);
      odd3.fma(all(0.125f), odd2.fma(all(8f), odd1)).intoArray(workspace, (i + 3 * INPUT) * LANES);
      even3
          .fma(all(0.0625f), even2.fma(all(16f), even1))
          .intoArray(workspace, (i + 4 * INPUT) * LANES);
      FloatVector m7 = FloatVector.fromArray(FLOATS, m, at + 7 * INPUT * 2 * IN);
      odd3.fma(all(0.03125f), odd2.fma(all(32f), odd1))
          .add(m7)
          .intoArray(workspace, (i + 5 * INPUT) * LANES);
    }
  }

  /** (A^T m) A for the six rows of what {@link #outputColumns} gave. */
  private static void outputRows(float[] workspace, float[] y, int to, int rowStride) {
    for (int i = 0; i < TILE; i++) {
      int at = (to + i * rowStride) & Vectors.INDEX;
      FloatVector m1 = FloatVector.fromArray(FLOATS, workspace, (i * INPUT + 1) * LANES);
      FloatVector m2 = FloatVector.fromArray(FLOATS, workspace, (i * INPUT + 2) * LANES);
      FloatVector m3 = FloatVector.fromArray(FLOATS, workspace, (i * INPUT + 3) * LANES);
      FloatVector m4 = FloatVector.fromArray(FLOATS, workspace, (i * INPUT + 4) * LANES);
      FloatVector m5 = FloatVector.fromArray(FLOATS, workspace, (i * INPUT + 5) * LANES);
      FloatVector m6 = FloatVector.fromArray(FLOATS, workspace, (i * INPUT + 6) * LANES);
      FloatVector even1 = m1.add(m2);
      FloatVector even2 = m3.add(m4);
      FloatVector even3 = m5.add(m6);
      FloatVector odd1 = m1.sub(m2);
      FloatVector odd2 = m3.sub(m4);
      FloatVector odd3 = m5.sub(m6);
      FloatVector m0 = FloatVector.fromArray(FLOATS, workspace, i * INPUT * LANES);
      m0.add(even1).add(even2.add(even3)).intoArray(y, at);
      odd3.fma(all(0.5f), odd2.fma(all(2f), odd1)).intoArray(y, at + IN);
      even3.fma(all(0.25f), even2.fma(all(4f), even1)).intoArray(y, at + 2 * IN);
      odd3.fma(all(0.125f), odd2.fma(all(8f), odd1)).intoArray(y, at + 3 * IN);
      even3.fma(all(0.0625f), even2.fma(all(16f), even1)).intoArray(y, at + 4 * IN);
      FloatVector m7 = FloatVector.fromArray(FLOATS, workspace, (i * INPUT + 7) * LANES);
      odd3.fma(all(0.03125f), odd2.fma(all(32f), odd1)).add(m7).intoArray(y, at + 5 * IN);
    }
  }
}
