package io.facephys.engine.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.facephys.engine.EngineOptions;
import io.facephys.engine.ModelFiles;
import io.facephys.engine.PulseModel;
import io.facephys.engine.PulseRules;
import io.facephys.engine.models.PulseModels;
import io.facephys.engine.signal.EvenGrid;
import io.facephys.engine.signal.PulseBand;
import io.facephys.engine.signal.PulseSpectrum;
import io.facephys.engine.vitals.AbsentReason;
import io.facephys.engine.vitals.Vitals;
import io.facephys.engine.vitals.VitalsStep;
import io.facephys.engine.vitals.WavePiece;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.StatUtils;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * What waves and rates are on recordings of people: in {@code still-face} a man who keeps still
 * (Eulerian Video Magnification, MIT), in {@code turning-head} one who keeps still for 11 s and
 * then turns his head (mohit1997/RPPG_2SR), with a finger oximeter beside.
 */
final class RealFacesTest {
  private static final Path FOLDER = Path.of(System.getProperty("facephys.real"));
  private static final int WINDOW_SECONDS = 8;
  private static final int CHUNK_FRAMES = 30;
  private static final long TURNS_FROM_MICROS = 11 * PulseRules.MICROS_PER_SECOND;
  private static final long FIRST_RATE_MICROS = 7 * PulseRules.MICROS_PER_SECOND;

  /** From the green channel and from POS; the recording's authors give 50 to 60. */
  private static final double STILL_FACE_BPM = 52.6;

  @Test
  void defaultWeightsReadFacesThatKeepStill() {
    Path still = folder("still-face");
    Path turning = folder("turning-head");
    try (PulseModel model = PulseModels.load(ModelFiles.ofDefault(), EngineOptions.DEFAULT)) {
      double[] wave = even(still, wave(model, still));
      assertThat(rate(wave, 2, WINDOW_SECONDS - 1)).isCloseTo(STILL_FACE_BPM, within(1.5));

      double[] pulse = even(turning, RecordingFiles.doubles(turning.resolve("ppg.npy")));
      double[] turned = even(turning, wave(model, turning));
      for (int from : new int[] {2, 3}) {
        assertThat(rate(turned, from, WINDOW_SECONDS))
            .isCloseTo(rate(pulse, from, WINDOW_SECONDS), within(3.0));
      }
    }
  }

  @Test
  void defaultWeightsReadFourOfSixWindowsOfAHeadThatTurns() {
    assertThat(windowsOfTheTurningHead(ModelFiles.ofDefault())).isGreaterThanOrEqualTo(4);
  }

  @Test
  void publishedWeightsReadFiveOfSixWindowsOfAHeadThatTurns() throws IOException {
    TestRecordings.assumePublished();
    assertThat(
            windowsOfTheTurningHead(
                ModelFiles.of(TestRecordings.PUBLISHED.resolve("FacePhys.weights.h5"), null)))
        .isGreaterThanOrEqualTo(5);
  }

  /** In how many of six windows the wave has the oximeter's rate, within 3 bpm. */
  private static long windowsOfTheTurningHead(ModelFiles files) {
    Path turning = folder("turning-head");
    try (PulseModel model = PulseModels.load(files, EngineOptions.DEFAULT)) {
      double[] pulse = even(turning, RecordingFiles.doubles(turning.resolve("ppg.npy")));
      double[] wave = even(turning, wave(model, turning));
      return IntStream.of(2, 6, 10, 14, 18, 22)
          .filter(
              from ->
                  Math.abs(rate(wave, from, WINDOW_SECONDS) - rate(pulse, from, WINDOW_SECONDS))
                      <= 3)
          .count();
    }
  }

  /**
   * The seconds of a recording whose window holds enough wave, and those of them with a rate.
   *
   * @param rows after the warm-up
   * @param errors absolute, bpm, of each rate
   * @param covered how many intervals hold the true rate
   */
  private record Rates(int rows, double[] errors, long covered) {
    static Rates of(PulseModel model, Path folder) {
      Recording recording = RecordingFiles.ofFolder(folder);
      ModelRun run = recording.run(model, CHUNK_FRAMES);
      double[] pulse = even(folder, RecordingFiles.doubles(folder.resolve("ppg.npy")));
      List<Vitals> rows =
          vitals(run).stream().filter(row -> row.windowEndMicros() >= FIRST_RATE_MICROS).toList();
      List<Vitals> rated = rows.stream().filter(row -> row.pulseRateInterval() != null).toList();
      return new Rates(
          rows.size(),
          rated.stream().mapToDouble(row -> Math.abs(value(row) - trueRate(pulse, row))).toArray(),
          rated.stream().filter(row -> holds(row, trueRate(pulse, row))).count());
    }

    private static double trueRate(double[] pulse, Vitals row) {
      int from = (int) Math.round(PulseRules.seconds(row.windowStartMicros()));
      int end = (int) Math.round(PulseRules.seconds(row.windowEndMicros()));
      return rate(pulse, from, end - from);
    }
  }

  @Test
  void publishedWeightsHaveARateInMostSecondsOfAHeadThatTurns() throws IOException {
    TestRecordings.assumePublished();
    Path turning = folder("turning-head");
    ModelFiles published =
        ModelFiles.of(TestRecordings.PUBLISHED.resolve("FacePhys.weights.h5"), null);
    try (PulseModel model = PulseModels.load(published, EngineOptions.DEFAULT)) {
      Rates rates = Rates.of(model, turning);
      assertThat(rates.errors.length).isGreaterThanOrEqualTo(60 * rates.rows / 100);
      assertThatRatesAreRight(rates);
    }
  }

  @Test
  void defaultWeightsHaveOnlyRightRatesOfAHeadThatTurns() {
    Path turning = folder("turning-head");
    try (PulseModel model = PulseModels.load(ModelFiles.ofDefault(), EngineOptions.DEFAULT)) {
      Rates rates = Rates.of(model, turning);
      assertThat(rates.errors.length).isGreaterThanOrEqualTo(35 * rates.rows / 100);
      assertThatRatesAreRight(rates);
    }
  }

  @Test
  void whereATurningHeadHasNoRateMotionIsTheReason() {
    Path turning = folder("turning-head");
    try (PulseModel model = PulseModels.load(ModelFiles.ofDefault(), EngineOptions.DEFAULT)) {
      assertThat(vitals(RecordingFiles.ofFolder(turning).run(model, CHUNK_FRAMES)))
          .filteredOn(row -> row.windowStartMicros() >= TURNS_FROM_MICROS)
          .isNotEmpty()
          .extracting(row -> row.pulseRate().absentReason())
          .containsOnly(AbsentReason.MOTION);
    }
  }

  @Test
  void stillFaceHasARateByItsSeventhSecond() throws IOException {
    Path still = folder("still-face");
    List<ModelFiles> files =
        Files.isDirectory(TestRecordings.PUBLISHED)
            ? List.of(
                ModelFiles.ofDefault(),
                ModelFiles.of(TestRecordings.PUBLISHED.resolve("FacePhys.weights.h5"), null))
            : List.of(ModelFiles.ofDefault());
    for (ModelFiles weights : files) {
      try (PulseModel model = PulseModels.load(weights, EngineOptions.DEFAULT)) {
        List<Vitals> rows = vitals(RecordingFiles.ofFolder(still).run(model, CHUNK_FRAMES));
        Vitals seventh = rows.get(6);
        assertThat(seventh.windowEndMicros()).isEqualTo(FIRST_RATE_MICROS);
        assertThat(seventh.pulseRate().value()).isCloseTo(STILL_FACE_BPM, within(2.0));
        assertThat(rows.subList(6, 10).stream().filter(row -> holds(row, STILL_FACE_BPM)).count())
            .isGreaterThanOrEqualTo(3);
      }
    }
  }

  private static void assertThatRatesAreRight(Rates rates) {
    assertThat(StatUtils.percentile(rates.errors, 50)).isLessThanOrEqualTo(2);
    assertThat(StatUtils.max(rates.errors)).isLessThanOrEqualTo(8);
    assertThat(rates.covered).isGreaterThanOrEqualTo(80 * rates.errors.length / 100);
  }

  private static List<Vitals> vitals(ModelRun run) {
    WavePiece piece = new WavePiece(0, run.captureTimesMicros(), run.wave(), run.colours());
    return VitalsStep.advance(null, piece).rows();
  }

  private static double value(Vitals row) {
    @Nullable Double value = row.pulseRate().value();
    return value == null ? Double.NaN : value;
  }

  private static boolean holds(Vitals row, double bpm) {
    return row.pulseRateInterval() != null
        && row.pulseRateInterval().lowBpm() <= bpm
        && bpm <= row.pulseRateInterval().highBpm();
  }

  private static Path folder(String name) {
    Path folder = FOLDER.resolve(name);
    assumeTrue(
        Files.isDirectory(folder),
        () -> "the recording %s is not here (-Dfacephys.real=...)".formatted(folder));
    return folder;
  }

  private static double[] wave(PulseModel model, Path folder) {
    float[] wave = RecordingFiles.ofFolder(folder).run(model, CHUNK_FRAMES).wave();
    return IntStream.range(0, wave.length).mapToDouble(i -> wave[i]).toArray();
  }

  private static double[] even(Path folder, double[] samples) {
    return EvenGrid.of(RecordingFiles.ofFolder(folder).seconds(), samples);
  }

  /** The strongest frequency of a part of a wave, beats a minute. */
  private static double rate(double[] even, int fromSeconds, int seconds) {
    int from = (int) (fromSeconds * EvenGrid.HZ);
    double[] part = Arrays.copyOfRange(even, from, from + (int) (seconds * EvenGrid.HZ));
    return PulseSpectrum.beatsPerMinute(PulseBand.of(part));
  }
}
