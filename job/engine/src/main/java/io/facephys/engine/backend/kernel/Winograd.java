package io.facephys.engine.backend.kernel;

import static io.facephys.engine.backend.kernel.Vectors.LANES;
import static io.facephys.engine.backend.kernel.Vectors.all;
import static io.facephys.engine.backend.kernel.Vectors.load;

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
   * Kernels in the domain of the products, G g G^T.
   *
   * @param kernel [3, 3, in, out]
   * @return [64, in, out]
   */
  static float[] kernels(Weight kernel) {
    int in = kernel.size(2);
    int out = kernel.size(3);
    float[] taps = kernel.values();
    float[] transformed = new float[POSITIONS * in * out];
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
   * @param at first number of the tile's upper left pixel, of the border
   * @param rowStep numbers from one row to the next
   * @param temporary 64 vectors
   * @param v receives (position, channel)
   * @param to first number of the tile
   */
  static void transformInput(float[] x, int at, int rowStep, float[] temporary, float[] v, int to) {
    for (int channel = 0; channel < SteeredConvolution.CHANNELS; channel += LANES) {
      // One call in a loop: with two, Java's compiler reaches a limit, and vectors become objects.
      for (int line = 0; line < 2 * INPUT; line++) {
        boolean columns = line < INPUT;
        int i = columns ? line : line - INPUT;
        input(
            columns ? x : temporary,
            columns ? at + i * SteeredConvolution.CHANNELS + channel : i * INPUT * LANES,
            columns ? rowStep : LANES,
            columns ? temporary : v,
            columns ? i * LANES : to + i * INPUT * SteeredConvolution.CHANNELS + channel,
            columns ? INPUT * LANES : SteeredConvolution.CHANNELS);
      }
    }
  }

  /** B^T d for eight vectors. */
  private static void input(float[] x, int at, int step, float[] target, int to, int targetStep) {
    FloatVector d1 = load(x, at + step);
    FloatVector d2 = load(x, at + 2 * step);
    FloatVector d3 = load(x, at + 3 * step);
    FloatVector d4 = load(x, at + 4 * step);
    FloatVector d5 = load(x, at + 5 * step);
    FloatVector d6 = load(x, at + 6 * step);
    load(x, at).sub(d6).add(d4.sub(d2).mul(5.25f)).intoArray(target, to);
    both(
        d4.fma(all(-4.25f), d2.add(d6)),
        d3.fma(all(-4.25f), d1.add(d5)),
        target,
        to + targetStep,
        targetStep);
    both(
        d4.fma(all(-1.25f), d2.fma(all(0.25f), d6)),
        d5.fma(all(2f), d3.fma(all(-2.5f), d1.mul(0.5f))),
        target,
        to + 3 * targetStep,
        targetStep);
    both(
        d4.fma(all(-5f), d2.fma(all(4f), d6)),
        d5.fma(all(0.5f), d3.fma(all(-2.5f), d1.add(d1))),
        target,
        to + 5 * targetStep,
        targetStep);
    load(x, at + 7 * step)
        .sub(d1)
        .add(d3.sub(d5).mul(5.25f))
        .intoArray(target, to + 7 * targetStep);
  }

  /** The values at a point and at its negative. */
  private static void both(FloatVector even, FloatVector odd, float[] target, int to, int step) {
    even.add(odd).intoArray(target, to);
    even.sub(odd).intoArray(target, to + step);
  }

  /**
   * Transforms the products of a tile back, A^T m A, for the channels of one frame.
   *
   * @param m products, (position, channel)
   * @param at first number of the tile and of the first channel wanted, at position 0
   * @param positionStep numbers from one position to the next
   * @param temporary 48 vectors
   * @param y receives the tile, (row, column, channel) with 32 channels
   * @param to first number of the tile's upper left pixel
   * @param rowStep numbers from one row to the next
   */
  static void transformOutput(
      float[] m, int at, int positionStep, float[] temporary, float[] y, int to, int rowStep) {
    for (int channel = 0; channel < SteeredConvolution.CHANNELS; channel += LANES) {
      // One call in a loop, as above.
      for (int line = 0; line < INPUT + TILE; line++) {
        boolean columns = line < INPUT;
        int i = columns ? line : line - INPUT;
        output(
            columns ? m : temporary,
            columns ? at + i * positionStep + channel : i * INPUT * LANES,
            columns ? INPUT * positionStep : LANES,
            columns ? temporary : y,
            columns ? i * LANES : to + i * rowStep + channel,
            columns ? INPUT * LANES : SteeredConvolution.CHANNELS);
      }
    }
  }

  /** A^T m for eight vectors. */
  private static void output(float[] m, int at, int step, float[] target, int to, int targetStep) {
    FloatVector m1 = load(m, at + step);
    FloatVector m2 = load(m, at + 2 * step);
    FloatVector m3 = load(m, at + 3 * step);
    FloatVector m4 = load(m, at + 4 * step);
    FloatVector m5 = load(m, at + 5 * step);
    FloatVector m6 = load(m, at + 6 * step);
    FloatVector even1 = m1.add(m2);
    FloatVector even2 = m3.add(m4);
    FloatVector even3 = m5.add(m6);
    FloatVector odd1 = m1.sub(m2);
    FloatVector odd2 = m3.sub(m4);
    FloatVector odd3 = m5.sub(m6);
    load(m, at).add(even1).add(even2.add(even3)).intoArray(target, to);
    odd3.fma(all(0.5f), odd2.fma(all(2f), odd1)).intoArray(target, to + targetStep);
    even3.fma(all(0.25f), even2.fma(all(4f), even1)).intoArray(target, to + 2 * targetStep);
    odd3.fma(all(0.125f), odd2.fma(all(8f), odd1)).intoArray(target, to + 3 * targetStep);
    even3.fma(all(0.0625f), even2.fma(all(16f), even1)).intoArray(target, to + 4 * targetStep);
    odd3.fma(all(0.03125f), odd2.fma(all(32f), odd1))
        .add(load(m, at + 7 * step))
        .intoArray(target, to + 5 * targetStep);
  }
}
