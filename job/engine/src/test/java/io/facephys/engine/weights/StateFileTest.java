package io.facephys.engine.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.facephys.engine.ModelFormatException;
import io.facephys.engine.PulseState;
import io.facephys.engine.StateLayout;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StateFileTest {
  private static final StateLayout LAYOUT =
      new StateLayout(
          List.of(
              new StateLayout.Tensor("state_in_0", List.of(1L, 2L)),
              new StateLayout.Tensor("state_in_1", List.of(2L, 1L, 3L))));

  private static final String GOOD =
      "{'state_in_0': [[1, -2.5]], 'state_in_1': [[[3, 4, 5]], [[6, 7, 1e-3]]]}";

  @Test
  void numbersStandInTheLayoutsOrderWhateverTheFiles() throws IOException {
    String swapped = "{'state_in_1': [[[3, 4, 5]], [[6, 7, 1e-3]]], 'state_in_0': [[1, -2.5]]}";

    assertThat(read(gzip(GOOD))).isEqualTo(stateOf(1, -2.5f, 3, 4, 5, 6, 7, 1e-3f));
    assertThat(read(gzip(swapped))).isEqualTo(read(gzip(GOOD)));
  }

  @Test
  void whiteSpaceWithoutEndIsRefused() throws IOException {
    byte[] bomb = gzip("{" + " ".repeat(1 << 24));

    assertThat(bomb.length).isLessThan(20_000);
    assertThatExceptionOfType(ModelFormatException.class)
        .isThrownBy(() -> read(bomb))
        .withMessageContaining("Document length");
  }

  @Test
  void writtenStateReadsBitForBit() throws IOException {
    float[] edges = {-0f, Float.MIN_VALUE, -1.1754942e-38f, Float.MAX_VALUE, 0.1f, 1e10f, -1, 0};
    assertThat(read(written(stateOf(edges)))).isEqualTo(stateOf(edges));

    Random random = new Random(20261122);
    for (int i = 0; i < 2_000; i++) {
      PulseState state = stateOf(anyFiniteFloats(random));
      assertThat(read(written(state))).isEqualTo(state);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "{'state_in_0': [[1, 2]]} | lacks [state_in_1]; the model has 2 state tensors",
        "{'state_in_7': [[1, 2]]} | 'state_in_7', which the model lacks: it has 2, state_in_0 to",
        "{'state_in_0': [[1]]} | state_in_0 [1, 2] ends after 1 of 2",
        "{'state_in_0': []} | state_in_0 [1, 2] ends after 0 of 1",
        "{'state_in_0': [[1, 2, 3]]} | state_in_0 [1, 2] should have END_ARRAY here but has",
        "{'state_in_0': [[1, 2], [3, 4]]} | state_in_0 [1, 2] should have END_ARRAY",
        "{'state_in_0': [1, 2]} | should have START_ARRAY here but has VALUE_NUMBER_INT",
        "{'state_in_0': [[[1], 2]]} | holds START_ARRAY where a number was expected",
        "{'state_in_0': [['1', 2]]} | holds VALUE_STRING where a number was expected",
        "{'state_in_0': [[null, 2]]} | holds VALUE_NULL where a number was expected",
        "{'state_in_0': [[1e99, 2]]} | state_in_0 [1, 2] holds 1e99, which no float32 can hold",
        "{'state_in_0': [[NaN, 2]]} | not readable as gzip JSON: Non-standard token 'NaN'",
        "{'state_in_0': [[1, 2]], 'state_in_0': [[1, 2]]} | has state_in_0 twice",
        "[1, 2] | the state file should have START_OBJECT here but has START_ARRAY",
        "{'state_in_0': [[1, | not readable as gzip JSON: Unexpected end-of-input",
      })
  void fileThatDoesNotFitIsRefusedWithWhatWasFound(String json, String message) throws IOException {
    byte[] file = gzip(json);

    assertThatExceptionOfType(ModelFormatException.class)
        .isThrownBy(() -> read(file))
        .withMessageContaining(message);
  }

  @Test
  void textAfterTheObjectIsRefused() throws IOException {
    byte[] file = gzip(GOOD + " {}");

    assertThatExceptionOfType(ModelFormatException.class)
        .isThrownBy(() -> read(file))
        .withMessageContaining("should end but has START_OBJECT");
  }

  @Test
  void plainJsonIsRefused() {
    byte[] file = GOOD.replace('\'', '"').getBytes(StandardCharsets.UTF_8);

    assertThatExceptionOfType(ModelFormatException.class)
        .isThrownBy(() -> read(file))
        .withMessage("the state file is not readable as gzip JSON: Not in GZIP format");
  }

  @Test
  void everyTruncationIsRefused() throws IOException {
    byte[] file = gzip(GOOD);
    for (int length = 0; length < file.length; length++) {
      byte[] cut = Arrays.copyOf(file, length);
      assertThatExceptionOfType(ModelFormatException.class)
          .as("%d of %d bytes", length, file.length)
          .isThrownBy(() -> read(cut));
    }
  }

  private static float[] anyFiniteFloats(Random random) {
    float[] numbers = new float[LAYOUT.size()];
    for (int i = 0; i < numbers.length; i++) {
      float any = Float.intBitsToFloat(random.nextInt());
      numbers[i] = Float.isFinite(any) ? any : i;
    }
    return numbers;
  }

  private static PulseState stateOf(float... numbers) {
    ByteBuffer bytes = ByteBuffer.allocate(numbers.length * 4).order(PulseState.BYTE_ORDER);
    bytes.asFloatBuffer().put(numbers);
    return PulseState.copyOf(bytes);
  }

  private static PulseState read(byte[] file) {
    return StateFile.read(new ByteArrayInputStream(file), LAYOUT);
  }

  private static byte[] written(PulseState state) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    StateFile.write(out, LAYOUT, state);
    return out.toByteArray();
  }

  private static byte[] gzip(String json) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }
    return out.toByteArray();
  }
}
