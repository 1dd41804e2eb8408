package io.facephys.measure.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.facephys.measure.validation.ReferenceFormat.TimeUnit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.DoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jetbrains.bio.npy.NpyFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ReferenceReaderTest {
  private static final Camera CAMERA = new Camera(Clock.START, new double[] {0, 0.5, 1}, List.of());
  private static final ReferenceFormat UNKNOWN = ReferenceFormat.UNKNOWN;

  @TempDir private Path folder;

  @Test
  void aWaveWithAHeaderIsFoundByItsName() throws IOException {
    Reference reference =
        read("# export\ntime,spo2,pleth\n" + rows(100, t -> t + ",98," + Math.sin(t)));

    assertThat(reference.kind()).isEqualTo(ReferenceKind.PPG);
    assertThat(reference.clock()).isEqualTo(Clock.START);
    assertThat(reference.seconds()).hasSize(100).startsWith(0, 0.02);
    assertThat(reference.understood()).contains("'pleth'", "'time'", "50.00 a second");
  }

  @Test
  void aWaveWithoutAHeaderIsToldByItsSamplesASecond() throws IOException {
    assertThat(read(rows(100, t -> t + ",70")).kind()).isEqualTo(ReferenceKind.PPG);
    assertThat(read(rows(100, t -> (50 * t) + ",70")).kind()).isEqualTo(ReferenceKind.RATES);
  }

  @Test
  void anOximetersListHasRatesAndTimesOfDay() throws IOException {
    Reference reference =
        read("Device: X\n\nTime;SpO2;PR\n10:00:01;98;71,5\n10:00:02;98;0\n10:00:03;98;72,5\n");

    assertThat(reference.kind()).isEqualTo(ReferenceKind.RATES);
    assertThat(reference.clock()).isEqualTo(Clock.DAY);
    assertThat(reference.seconds()).containsExactly(36_001, 36_003);
    assertThat(reference.values()).containsExactly(71.5, 72.5);
    assertThat(reference.understood()).contains("1 rows without a value");
  }

  @Test
  void aColumnOfRisingTimesIsBeats() throws IOException {
    Reference reference = read("r_peaks\n0.5\n1.3\n2.15\n");

    assertThat(reference.kind()).isEqualTo(ReferenceKind.BEATS);
    assertThat(reference.beats()).containsExactly(0.5, 1.3, 2.15);
    assertThat(read("500\n1300\n2150\n").beats()).containsExactly(0.5, 1.3, 2.15);
    assertThat(read("time,rr\n1.3,0.8\n2.15,0.85\n").beats()).containsExactly(1.3, 2.15);
  }

  @ParameterizedTest
  @CsvSource({
    "1700000000.25, 1700000001.25, EPOCH, 1700000000.25",
    "1700000000250, 1700000001250, EPOCH, 1700000000.25",
    "1700000000250000, 1700000001250000, EPOCH, 1700000000.25",
    "2023-11-14T22:13:20.25Z, 2023-11-14T22:13:21.25Z, EPOCH, 1700000000.25",
    "2023-11-15T00:13:20.25+02:00, 2023-11-15T00:13:21.25+02:00, EPOCH, 1700000000.25",
    "2023-11-14 22:13:20.25, 2023-11-14 22:13:21.25, EPOCH, 1700000000.25",
    "22:13:20.25, 22:13:21.25, DAY, 80000.25",
    "4, 5, START, 4",
    "4000, 5000, START, 4",
    "4000000, 5000000, START, 4",
  })
  void timesComeInManyForms(String first, String second, Clock clock, double seconds)
      throws IOException {
    Reference reference = read("when,bpm\n%s,70\n%s,71\n".formatted(first, second), "when");

    assertThat(reference.clock()).isEqualTo(clock);
    assertThat(reference.first()).isCloseTo(seconds, within(1e-6));
    assertThat(reference.last()).isCloseTo(seconds + 1, within(1e-6));
  }

  @Test
  void whatTheUserSaysIsBelieved() throws IOException {
    ReferenceFormat format =
        new ReferenceFormat(ReferenceKind.PPG, "2", "A", TimeUnit.MS, null, null);
    Reference reference = read("a,b\n60,1\n61,2\n62,3\n", format);

    assertThat(reference.kind()).isEqualTo(ReferenceKind.PPG);
    assertThat(reference.seconds()).containsExactly(0.001, 0.002, 0.003);
    ReferenceFormat american =
        new ReferenceFormat(null, null, null, null, "MM/dd/yyyy HH:mm:ss", null);
    assertThat(read("date,hr\n11/14/2023 22:13:20,70\n11/14/2023 22:13:21,70\n", american).first())
        .isEqualTo(1_700_000_000);
    ReferenceFormat even = new ReferenceFormat(null, null, null, null, null, 100.0);
    assertThat(read("5\n6\n4\n", even).seconds()).containsExactly(0, 0.01, 0.02);
  }

  @Test
  void anArrayHasASampleForEachPicture() {
    Path file = folder.resolve("ppg.npy");
    NpyFile.write(file, new float[] {1, 2, 1}, new int[] {3});
    assertThat(ReferenceReader.read(file, UNKNOWN, CAMERA).seconds()).containsExactly(0, 0.5, 1);
    NpyFile.write(file, new float[] {1, 2}, new int[] {2});
    assertThatThrownBy(() -> ReferenceReader.read(file, UNKNOWN, CAMERA))
        .hasMessageContaining("2 samples for 3 pictures")
        .hasMessageContaining("--reference-hz");
  }

  @Test
  void whatIsWrongIsSaidWithItsRemedy() {
    ReferenceFormat named = new ReferenceFormat(null, null, "pulse", null, null, null);
    assertThatThrownBy(() -> read("time,ppg\n0,1\n1,2\n", named))
        .hasMessageContaining("no column 'pulse' (--value-column); it has 'time', 'ppg'");
    assertSays("time,ppg\n0.00,1\n0.04,2\n0.02,3\n", "row 4", "'0.02' is not after '0.04'", "sort");
    assertSays("time,hr\n0,1.16\n1,1.17\n2,1.18\n", "about 1.17, so in Hz", "multiply them by 60");
    assertSays("time,hr\n0,1016\n1,1017\n", "about 1017", "--value-column", "--reference-kind PPG");
    assertSays("date,hr\n14.11.2023 22:13,70\n", "'14.11.2023 22:13'", "--time-format");
    assertSays("time,ecg\n0,1\n0.004,2\n", "wave of an ECG", "R peaks");
    assertSays("ppg\n3\n2\n4\n", "--reference-hz");
    assertSays("beats\n0\n60\n120\n", "0.0600 s apart", "--time-unit");
    assertSays("words\nonly\n", "no row with a number");
  }

  private void assertSays(String text, String... expected) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll(expected);
  }

  private static String rows(int count, DoubleFunction<String> row) {
    return IntStream.range(0, count)
        .mapToObj(i -> row.apply(i / 50.0))
        .collect(Collectors.joining("\n"));
  }

  private Reference read(String text) throws IOException {
    return read(text, UNKNOWN);
  }

  private Reference read(String text, String timeColumn) throws IOException {
    return read(text, new ReferenceFormat(null, timeColumn, null, null, null, null));
  }

  private Reference read(String text, ReferenceFormat format) throws IOException {
    return ReferenceReader.read(Files.writeString(folder.resolve("r.csv"), text), format, CAMERA);
  }
}
