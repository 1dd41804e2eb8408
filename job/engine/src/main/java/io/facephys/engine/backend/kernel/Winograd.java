package io.facephys.engine.backend.kernel;

import static io.facephys.engine.backend.kernel.Vectors.FLOATS;
import static io.facephys.engine.backend.kernel.Vectors.LANES;
import static io.facephys.engine.backend.kernel.Vectors.load;

import io.facephys.engine.weights.Weight;
import jdk.incubator.vector.FloatVector;

/**
 * The transforms of F(4 x 4, 3 x 3): a 3 x 3 convolution of a tile of 4 x 4 pixels takes 36
 * products for each pair of channels in place of 144.
 *
 * <p>From A. Lavin and S. Gray, "Fast Algorithms for Convolutional Neural Networks" (2015), section
 * 4.3: Y = A^T [(G g G^T) . (B^T d B)] A, with the points 0, 1, -1, 2 and -2.
 */
final class Winograd {
  /** Pixels of a tile's side. */
  static final int TILE = 4;

  /** Pixels of a tile's side with the border that a 3 x 3 kernel reaches. */
  static final int INPUT = 6;

  /** Products of a tile for each pair of channels. */
  static final int POSITIONS = INPUT * INPUT;

  private static final double[][] G = {
    {1 / 4.0, 0, 0},
    {-1 / 6.0, -1 / 6.0, -1 / 6.0},
    {-1 / 6.0, 1 / 6.0, -1 / 6.0},
    {1 / 24.0, 1 / 12.0, 1 / 6.0},
    {1 / 24.0, -1 / 12.0, 1 / 6.0},
    {0, 0, 1}
  };

  private Winograd() {}

  /**
   * Kernels in the domain of the products, G g G^T.
   *
   * @param kernel [3, 3, in, out]
   * @return [36, in, out]
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
   * @param temporary 36 vectors
   * @param v receives (position, tile, channel)
   * @param to first number of the tile at position 0
   * @param positionStep numbers from one position to the next
   */
  static void transformInput(
      float[] x, int at, int rowStep, float[] temporary, float[] v, int to, int positionStep) {
    for (int channel = 0; channel < SteeredConvolution.CHANNELS; channel += LANES) {
      for (int column = 0; column < INPUT; column++) {
        int from = at + column * SteeredConvolution.CHANNELS + channel;
        int target = column * LANES;
        input(x, from, rowStep, temporary, target, INPUT * LANES);
      }
      for (int row = 0; row < INPUT; row++) {
        int from = row * INPUT * LANES;
        int target = to + row * INPUT * positionStep + channel;
        input(temporary, from, LANES, v, target, positionStep);
      }
    }
  }

  /** B^T d for six vectors. */
  private static void input(float[] x, int at, int step, float[] target, int to, int targetStep) {
    FloatVector d0 = load(x, at);
    FloatVector d1 = load(x, at + step);
    FloatVector d2 = load(x, at + 2 * step);
    FloatVector d3 = load(x, at + 3 * step);
    FloatVector d4 = load(x, at + 4 * step);
    FloatVector d5 = load(x, at + 5 * step);
    FloatVector minus4 = FloatVector.broadcast(FLOATS, -4f);
    FloatVector minus5 = FloatVector.broadcast(FLOATS, -5f);
    FloatVector four = FloatVector.broadcast(FLOATS, 4f);
    FloatVector even = d2.fma(minus4, d4);
    FloatVector odd = d1.fma(minus4, d3);
    FloatVector near = d4.sub(d2);
    FloatVector far = d3.sub(d1);
    FloatVector twice = far.add(far);
    d0.fma(four, d2.fma(minus5, d4)).intoArray(target, to);
    even.add(odd).intoArray(target, to + targetStep);
    even.sub(odd).intoArray(target, to + 2 * targetStep);
    near.add(twice).intoArray(target, to + 3 * targetStep);
    near.sub(twice).intoArray(target, to + 4 * targetStep);
    d1.fma(four, d3.fma(minus5, d5)).intoArray(target, to + 5 * targetStep);
  }

  /**
   * Transforms the products of a tile back, A^T m A, for the channels of one frame.
   *
   * @param m products, (position, tile, channel)
   * @param at first number of the tile and of the first channel wanted, at position 0
   * @param positionStep numbers from one position to the next
   * @param temporary 24 vectors
   * @param y receives the tile, (row, column, channel) with 32 channels
   * @param to first number of the tile's upper left pixel
   * @param rowStep numbers from one row to the next
   */
  static void transformOutput(
      float[] m, int at, int positionStep, float[] temporary, float[] y, int to, int rowStep) {
    for (int channel = 0; channel < SteeredConvolution.CHANNELS; channel += LANES) {
      for (int column = 0; column < INPUT; column++) {
        int from = at + column * positionStep + channel;
        output(m, from, INPUT * positionStep, temporary, column * LANES, INPUT * LANES);
      }
      for (int row = 0; row < TILE; row++) {
        int target = to + row * rowStep + channel;
        output(temporary, row * INPUT * LANES, LANES, y, target, SteeredConvolution.CHANNELS);
      }
    }
  }

  /** A^T m for six vectors. */
  private static void output(float[] m, int at, int step, float[] target, int to, int targetStep) {
    FloatVector m1 = load(m, at + step);
    FloatVector m2 = load(m, at + 2 * step);
    FloatVector m3 = load(m, at + 3 * step);
    FloatVector m4 = load(m, at + 4 * step);
    FloatVector two = FloatVector.broadcast(FLOATS, 2f);
    FloatVector four = FloatVector.broadcast(FLOATS, 4f);
    FloatVector eight = FloatVector.broadcast(FLOATS, 8f);
    FloatVector even = m1.add(m2);
    FloatVector odd = m1.sub(m2);
    FloatVector farEven = m3.add(m4);
    FloatVector farOdd = m3.sub(m4);
    load(m, at).add(even).add(farEven).intoArray(target, to);
    farOdd.fma(two, odd).intoArray(target, to + targetStep);
    farEven.fma(four, even).intoArray(target, to + 2 * targetStep);
    farOdd.fma(eight, odd).add(load(m, at + 5 * step)).intoArray(target, to + 3 * targetStep);
  }
}
