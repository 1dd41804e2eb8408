package io.facephys.engine.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.facephys.engine.EngineOptions;
import io.facephys.engine.ModelFiles;
import io.facephys.engine.PulseModel;
import io.facephys.engine.models.PulseModels;
import io.facephys.engine.signal.EvenGrid;
import io.facephys.engine.signal.PulseBand;
import io.facephys.engine.signal.PulseSpectrum;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * What the waves are on recordings of people: in {@code still-face} a man who keeps still (Eulerian
 * Video Magnification, MIT), in {@code turning-head} one who keeps still for 11 s and then turns
 * his head (mohit1997/RPPG_2SR), with a finger oximeter beside.
 */
final class RealFacesTest {
  private static final Path FOLDER = Path.of(System.getProperty("facephys.real"));
  private static final int WINDOW_SECONDS = 8;
  private static final int CHUNK_FRAMES = 30;

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
  void publishedWeightsReadFiveOfSixWindowsOfAHeadThatTurns() throws IOException {
    TestRecordings.assumePublished();
    Path turning = folder("turning-head");
    ModelFiles published =
        ModelFiles.of(TestRecordings.PUBLISHED.resolve("FacePhys.weights.h5"), null);
    try (PulseModel model = PulseModels.load(published, EngineOptions.DEFAULT)) {
      double[] pulse = even(turning, RecordingFiles.doubles(turning.resolve("ppg.npy")));
      double[] wave = even(turning, wave(model, turning));

      assertThat(
              IntStream.of(2, 6, 10, 14, 18, 22)
                  .filter(
                      from ->
                          Math.abs(
                                  rate(wave, from, WINDOW_SECONDS)
                                      - rate(pulse, from, WINDOW_SECONDS))
                              <= 3)
                  .count())
          .isGreaterThanOrEqualTo(5);
    }
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
