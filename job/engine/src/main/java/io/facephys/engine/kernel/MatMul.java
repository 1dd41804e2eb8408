package io.facephys.engine.kernel;

import static io.facephys.engine.kernel.Vectors.FLOATS;
import static io.facephys.engine.kernel.Vectors.LANES;

import jdk.incubator.vector.FloatVector;

/**
 * Matrix products c = a b in blocks of {@value #ROWS} rows by two or four vectors, whose sums stay
 * in registers. Each value is a sum over k in rising order, so it does not depend on the rows
 * beside it.
 */
final class MatMul {
  /** Rows of a block. */
  static final int ROWS = 5;

  /** 20 sums and 5 operands want 32 registers, which processors with 256 bits lack. */
  private static final int VECTORS = LANES == 8 ? 2 : 4;

  private MatMul() {}

  /** The number of rows, rounded up to whole blocks. */
  static int padded(int rows) {
    return (rows + ROWS - 1) / ROWS * ROWS;
  }

  /**
   * A matrix in an array.
   *
   * @param values row-major
   * @param from where it begins in the array
   * @param stride values from one row to the next
   */
  record Matrix(float[] values, int from, int stride) {
    /** A matrix of zeros without space between its rows. */
    static Matrix zeros(int rows, int columns) {
      return new Matrix(Vectors.allocate(rows, columns), 0, columns);
    }
  }

  /**
   * Multiplies matrices.
   *
   * @param rows of a and c, of which {@link #padded} many are read and written
   * @param depth columns of a, rows of b
   * @param b without space between its rows; its columns, which are those of c, are a multiple of
   *     32
   */
  static void multiply(int rows, int depth, Matrix a, Matrix b, Matrix c) {
    for (int column = 0; column < b.stride; ) {
      boolean four = VECTORS == 4 && column + 4 * LANES <= b.stride;
      for (int row = 0; row < rows; row += ROWS) {
        if (four) {
          block4(depth, a, b, c, row, column);
        } else {
          block2(depth, a, b, c, row, column);
        }
      }
      column += (four ? 4 : 2) * LANES;
    }
  }

  private static void block4(
      int depth, Matrix left, Matrix right, Matrix result, int row, int column) {
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
    float[] a = left.values;
    float[] b = right.values;
    float[] c = result.values;
    int aStride = left.stride;
    int bStride = right.stride;
    int cStride = result.stride;
    int aAt = left.from + row * aStride;
    int cAt = result.from + row * cStride + column;
    int a0 = aAt & Vectors.INDEX;
    int a1 = (aAt + aStride) & Vectors.INDEX;
    int a2 = (aAt + 2 * aStride) & Vectors.INDEX;
    int a3 = (aAt + 3 * aStride) & Vectors.INDEX;
    int a4 = (aAt + 4 * aStride) & Vectors.INDEX;
    int next = right.from + column;
    for (int k = 0; k < depth; k++, next += bStride) {
      int at = next & Vectors.INDEX;
      FloatVector b0 = FloatVector.fromArray(FLOATS, b, at);
      FloatVector b1 = FloatVector.fromArray(FLOATS, b, at + LANES);
      FloatVector b2 = FloatVector.fromArray(FLOATS, b, at + 2 * LANES);
      FloatVector b3 = FloatVector.fromArray(FLOATS, b, at + 3 * LANES);
      FloatVector x0 = FloatVector.broadcast(FLOATS, a[a0 + k]);
      c00 = x0.fma(b0, c00);
      c01 = x0.fma(b1, c01);
      c02 = x0.fma(b2, c02);
      c03 = x0.fma(b3, c03);
      FloatVector x1 = FloatVector.broadcast(FLOATS, a[a1 + k]);
      c10 = x1.fma(b0, c10);
      c11 = x1.fma(b1, c11);
      c12 = x1.fma(b2, c12);
      c13 = x1.fma(b3, c13);
      FloatVector x2 = FloatVector.broadcast(FLOATS, a[a2 + k]);
      c20 = x2.fma(b0, c20);
      c21 = x2.fma(b1, c21);
      c22 = x2.fma(b2, c22);
      c23 = x2.fma(b3, c23);
      FloatVector x3 = FloatVector.broadcast(FLOATS, a[a3 + k]);
      c30 = x3.fma(b0, c30);
      c31 = x3.fma(b1, c31);
      c32 = x3.fma(b2, c32);
      c33 = x3.fma(b3, c33);
      FloatVector x4 = FloatVector.broadcast(FLOATS, a[a4 + k]);
      c40 = x4.fma(b0, c40);
      c41 = x4.fma(b1, c41);
      c42 = x4.fma(b2, c42);
      c43 = x4.fma(b3, c43);
    }
    c00.intoArray(c, cAt);
    c01.intoArray(c, cAt + LANES);
    c02.intoArray(c, cAt + 2 * LANES);
    c03.intoArray(c, cAt + 3 * LANES);
    c10.intoArray(c, cAt + cStride);
    c11.intoArray(c, cAt + cStride + LANES);
    c12.intoArray(c, cAt + cStride + 2 * LANES);
    c13.intoArray(c, cAt + cStride + 3 * LANES);
    c20.intoArray(c, cAt + 2 * cStride);
    c21.intoArray(c, cAt + 2 * cStride + LANES);
    c22.intoArray(c, cAt + 2 * cStride + 2 * LANES);
    c23.intoArray(c, cAt + 2 * cStride + 3 * LANES);
    c30.intoArray(c, cAt + 3 * cStride);
    c31.intoArray(c, cAt + 3 * cStride + LANES);
    c32.intoArray(c, cAt + 3 * cStride + 2 * LANES);
    c33.intoArray(c, cAt + 3 * cStride + 3 * LANES);
    c40.intoArray(c, cAt + 4 * cStride);
    c41.intoArray(c, cAt + 4 * cStride + LANES);
    c42.intoArray(c, cAt + 4 * cStride + 2 * LANES);
    c43.intoArray(c, cAt + 4 * cStride + 3 * LANES);
  }

  private static void block2(
      int depth, Matrix left, Matrix right, Matrix result, int row, int column) {
    FloatVector c00 = FloatVector.zero(FLOATS);
    FloatVector c01 = FloatVector.zero(FLOATS);
    FloatVector c10 = FloatVector.zero(FLOATS);
    FloatVector c11 = FloatVector.zero(FLOATS);
    FloatVector c20 = FloatVector.zero(FLOATS);
    FloatVector c21 = FloatVector.zero(FLOATS);
    FloatVector c30 = FloatVector.zero(FLOATS);
    FloatVector c31 = FloatVector.zero(FLOATS);
    FloatVector c40 = FloatVector.zero(FLOATS);
    FloatVector c41 = FloatVector.zero(FLOATS);
    float[] a = left.values;
    float[] b = right.values;
    float[] c = result.values;
    int aStride = left.stride;
    int bStride = right.stride;
    int cStride = result.stride;
    int aAt = left.from + row * aStride;
    int cAt = result.from + row * cStride + column;
    int a0 = aAt & Vectors.INDEX;
    int a1 = (aAt + aStride) & Vectors.INDEX;
    int a2 = (aAt + 2 * aStride) & Vectors.INDEX;
    int a3 = (aAt + 3 * aStride) & Vectors.INDEX;
    int a4 = (aAt + 4 * aStride) & Vectors.INDEX;
    int next = right.from + column;
    for (int k = 0; k < depth; k++, next += bStride) {
      int at = next & Vectors.INDEX;
      FloatVector b0 = FloatVector.fromArray(FLOATS, b, at);
      FloatVector b1 = FloatVector.fromArray(FLOATS, b, at + LANES);
      FloatVector x0 = FloatVector.broadcast(FLOATS, a[a0 + k]);
      c00 = x0.fma(b0, c00);
      c01 = x0.fma(b1, c01);
      FloatVector x1 = FloatVector.broadcast(FLOATS, a[a1 + k]);
      c10 = x1.fma(b0, c10);
      c11 = x1.fma(b1, c11);
      FloatVector x2 = FloatVector.broadcast(FLOATS, a[a2 + k]);
      c20 = x2.fma(b0, c20);
      c21 = x2.fma(b1, c21);
      FloatVector x3 = FloatVector.broadcast(FLOATS, a[a3 + k]);
      c30 = x3.fma(b0, c30);
      c31 = x3.fma(b1, c31);
      FloatVector x4 = FloatVector.broadcast(FLOATS, a[a4 + k]);
      c40 = x4.fma(b0, c40);
      c41 = x4.fma(b1, c41);
    }
    c00.intoArray(c, cAt);
    c01.intoArray(c, cAt + LANES);
    c10.intoArray(c, cAt + cStride);
    c11.intoArray(c, cAt + cStride + LANES);
    c20.intoArray(c, cAt + 2 * cStride);
    c21.intoArray(c, cAt + 2 * cStride + LANES);
    c30.intoArray(c, cAt + 3 * cStride);
    c31.intoArray(c, cAt + 3 * cStride + LANES);
    c40.intoArray(c, cAt + 4 * cStride);
    c41.intoArray(c, cAt + 4 * cStride + LANES);
  }
}
