package io.facephys.engine.kernel;

import static io.facephys.engine.kernel.Vectors.FLOATS;
import static io.facephys.engine.kernel.Vectors.LANES;
import static io.facephys.engine.kernel.Winograd.INPUT_STRIDE;
import static io.facephys.engine.kernel.Winograd.PRODUCT_STRIDE;

import io.facephys.engine.kernel.MatMul.Matrix;
import io.facephys.engine.weights.PulseWeights;
import jdk.incubator.vector.FloatVector;

/**
 * Matrix products c = a b from 32 to 64 channels of a group's tiles at one position of the Winograd
 * domain: a is (tile, 32), b (32, 64), c (tile, 64), with the strides of {@link Winograd}'s layout
 * from tile to tile. As in {@link PixelMatMul}, the compiler knows all strides; that is why the
 * same block stands in two classes.
 */
final class TileMatMul {
  private static final int VECTORS = 4;
  private static final int ROWS = 6;
  private static final int IN = PulseWeights.CHANNELS;
  private static final int OUT = PulseWeights.WIDE_CHANNELS;

  private TileMatMul() {}

  /**
   * Multiplies matrices, each of which begins at its {@code From} in its array.
   *
   * @param rows of a and c, of which {@link PixelMatMul#padded} many are read and written
   */
  static void multiply(int rows, float[] a, int aFrom, float[] b, int bFrom, float[] c, int cFrom) {
    if (VECTORS * LANES != OUT) {
      Matrix left = new Matrix(a, aFrom, INPUT_STRIDE);
      MatMul.multiply(
          rows, IN, left, new Matrix(b, bFrom, OUT), new Matrix(c, cFrom, PRODUCT_STRIDE));
      return;
    }
    for (int row = 0; row < rows; row += ROWS) {
      block(a, aFrom + row * INPUT_STRIDE, b, bFrom, c, cFrom + row * PRODUCT_STRIDE);
    }
  }

  private static void block(float[] a, int aFrom, float[] b, int bFrom, float[] c, int cFrom) {
    FloatVector c00 = FloatVector.zero(FLOATS);
    FloatVector c01 = FloatVector.zero(FLOATS);
    FloatVector c02 = FloatVector.zero(FLOATS);
    FloatVector c03 = FloatVector.zero(FLOATS);
    FloatVector c10 = FloatVector.zero(FLOATS);
    FloatVector c11 = FloatVector.zero(FLOATS);
    FloatVector c12 = FloatVector.zero(FLOATS);
    FloatVector c13 = FloatVector.zero(FLOATS);
    FloatVector c20 = FloatVector.zero(FLOATS);
    FloatVector c21 = FloatVector.zero(FLOATS);
    FloatVector c22 = FloatVector.zero(FLOATS);
    FloatVector c23 = FloatVector.zero(FLOATS);
    FloatVector c30 = FloatVector.zero(FLOATS);
    FloatVector c31 = FloatVector.zero(FLOATS);
    FloatVector c32 = FloatVector.zero(FLOATS);
    FloatVector c33 = FloatVector.zero(FLOATS);
    FloatVector c40 = FloatVector.zero(FLOATS);
    FloatVector c41 = FloatVector.zero(FLOATS);
    FloatVector c42 = FloatVector.zero(FLOATS);
    FloatVector c43 = FloatVector.zero(FLOATS);
    FloatVector c50 = FloatVector.zero(FLOATS);
    FloatVector c51 = FloatVector.zero(FLOATS);
    FloatVector c52 = FloatVector.zero(FLOATS);
    FloatVector c53 = FloatVector.zero(FLOATS);
    int aAt = aFrom & Vectors.INDEX;
    int bAt = bFrom & Vectors.INDEX;
    for (int k = 0; k < IN; k++) {
      FloatVector b0 = FloatVector.fromArray(FLOATS, b, bAt + k * OUT);
      FloatVector b1 = FloatVector.fromArray(FLOATS, b, bAt + k * OUT + LANES);
      FloatVector b2 = FloatVector.fromArray(FLOATS, b, bAt + k * OUT + 2 * LANES);
      FloatVector b3 = FloatVector.fromArray(FLOATS, b, bAt + k * OUT + 3 * LANES);
      FloatVector x0 = FloatVector.broadcast(FLOATS, a[aAt + k]);
      c00 = x0.fma(b0, c00);
      c01 = x0.fma(b1, c01);
      c02 = x0.fma(b2, c02);
      c03 = x0.fma(b3, c03);
      FloatVector x1 = FloatVector.broadcast(FLOATS, a[aAt + k + INPUT_STRIDE]);
      c10 = x1.fma(b0, c10);
      c11 = x1.fma(b1, c11);
      c12 = x1.fma(b2, c12);
      c13 = x1.fma(b3, c13);
      FloatVector x2 = FloatVector.broadcast(FLOATS, a[aAt + k + 2 * INPUT_STRIDE]);
      c20 = x2.fma(b0, c20);
      c21 = x2.fma(b1, c21);
      c22 = x2.fma(b2, c22);
      c23 = x2.fma(b3, c23);
      FloatVector x3 = FloatVector.broadcast(FLOATS, a[aAt + k + 3 * INPUT_STRIDE]);
      c30 = x3.fma(b0, c30);
      c31 = x3.fma(b1, c31);
      c32 = x3.fma(b2, c32);
      c33 = x3.fma(b3, c33);
      FloatVector x4 = FloatVector.broadcast(FLOATS, a[aAt + k + 4 * INPUT_STRIDE]);
      c40 = x4.fma(b0, c40);
      c41 = x4.fma(b1, c41);
      c42 = x4.fma(b2, c42);
      c43 = x4.fma(b3, c43);
      FloatVector x5 = FloatVector.broadcast(FLOATS, a[aAt + k + 5 * INPUT_STRIDE]);
      c50 = x5.fma(b0, c50);
      c51 = x5.fma(b1, c51);
      c52 = x5.fma(b2, c52);
      c53 = x5.fma(b3, c53);
    }
    int cAt = cFrom & Vectors.INDEX;
    c00.intoArray(c, cAt);
    c01.intoArray(c, cAt + LANES);
    c02.intoArray(c, cAt + 2 * LANES);
    c03.intoArray(c, cAt + 3 * LANES);
    c10.intoArray(c, cAt + PRODUCT_STRIDE);
    c11.intoArray(c, cAt + PRODUCT_STRIDE + LANES);
    c12.intoArray(c, cAt + PRODUCT_STRIDE + 2 * LANES);
    c13.intoArray(c, cAt + PRODUCT_STRIDE + 3 * LANES);
    c20.intoArray(c, cAt + 2 * PRODUCT_STRIDE);
    c21.intoArray(c, cAt + 2 * PRODUCT_STRIDE + LANES);
    c22.intoArray(c, cAt + 2 * PRODUCT_STRIDE + 2 * LANES);
    c23.intoArray(c, cAt + 2 * PRODUCT_STRIDE + 3 * LANES);
    c30.intoArray(c, cAt + 3 * PRODUCT_STRIDE);
    c31.intoArray(c, cAt + 3 * PRODUCT_STRIDE + LANES);
    c32.intoArray(c, cAt + 3 * PRODUCT_STRIDE + 2 * LANES);
    c33.intoArray(c, cAt + 3 * PRODUCT_STRIDE + 3 * LANES);
    c40.intoArray(c, cAt + 4 * PRODUCT_STRIDE);
    c41.intoArray(c, cAt + 4 * PRODUCT_STRIDE + LANES);
    c42.intoArray(c, cAt + 4 * PRODUCT_STRIDE + 2 * LANES);
    c43.intoArray(c, cAt + 4 * PRODUCT_STRIDE + 3 * LANES);
    c50.intoArray(c, cAt + 5 * PRODUCT_STRIDE);
    c51.intoArray(c, cAt + 5 * PRODUCT_STRIDE + LANES);
    c52.intoArray(c, cAt + 5 * PRODUCT_STRIDE + 2 * LANES);
    c53.intoArray(c, cAt + 5 * PRODUCT_STRIDE + 3 * LANES);
  }
}
