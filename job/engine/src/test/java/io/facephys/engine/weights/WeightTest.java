package io.facephys.engine.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;

class WeightTest {
  private static final Weight CUBE = Weight.of(new float[] {1, 2, 3, 4, 5, 6}, 1, 2, 3);

  @Test
  void transposedMovesDimensions() {
    Weight transposed = CUBE.transposed(2, 0, 1);

    assertThat(transposed.shape()).containsExactly(3, 1, 2);
    assertThat(transposed.values()).containsExactly(1, 4, 2, 5, 3, 6);
    assertThat(transposed.transposed(1, 2, 0).values()).containsExactly(CUBE.values());
  }

  @Test
  void timesMultipliesTheLastDimension() {
    Weight matrix = Weight.of(new float[] {1, 0, 0, 1, 1, 1}, 3, 2);

    Weight product = CUBE.times(matrix);

    assertThat(product.shape()).containsExactly(1, 2, 2);
    assertThat(product.values()).containsExactly(4, 5, 10, 11);
  }

  @Test
  void scaledMultipliesSlices() {
    assertThat(CUBE.scaled(1, Weight.of(new float[] {1, -1}, 2)).values())
        .containsExactly(1, 2, 3, -4, -5, -6);
    assertThat(CUBE.scaled(2, Weight.of(new float[] {1, 10, 0}, 3)).values())
        .containsExactly(1, 20, 0, 4, 50, 0);
  }

  @Test
  void everyTakesEachNthOfTheLastDimension() {
    Weight pairs = CUBE.reshaped(3, 2);

    assertThat(pairs.every(2, 0).values()).containsExactly(1, 3, 5);
    assertThat(pairs.every(2, 1).values()).containsExactly(2, 4, 6);
    assertThat(pairs.every(2, 1).shape()).containsExactly(3, 1);
  }

  @Test
  void concatJoinsTheFirstDimension() {
    Weight both = Weight.concat(CUBE, Weight.of(new float[6], 1, 2, 3));

    assertThat(both.shape()).containsExactly(2, 2, 3);
    assertThat(both.values()).containsExactly(1, 2, 3, 4, 5, 6, 0, 0, 0, 0, 0, 0);
  }

  @Test
  void whatDoesNotFitIsRefused() {
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> CUBE.reshaped(7))
        .withMessage("6 values do not fill shape [7]");
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> CUBE.times(CUBE.reshaped(2, 3)))
        .withMessage("[1, 2, 3] cannot be multiplied by [2, 3]");
  }
}
