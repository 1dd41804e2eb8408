package io.facephys.pipeline.pulse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.facephys.pipeline.Subject;
import io.facephys.pipeline.config.ModelLocation;
import io.facephys.pipeline.pulse.PulseHarness.Backend;
import io.facephys.pipeline.record.SubjectMessage;
import io.facephys.pipeline.record.Waveform;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.commons.math3.stat.correlation.PearsonsCorrelation;
import org.jetbrains.bio.npy.NpyFile;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** 5 s after a gap the published weights' wave is again that of the undisturbed run. */
class RecoveryChaosTest {
  private static final Path PUBLISHED = Path.of(System.getProperty("facephys.published"));
  private static final int RECOVERY_FRAMES = 150;
  private static final int CHUNK = 15;

  /** Frames are lost, and the clock says that so many seconds passed meanwhile. */
  @ParameterizedTest(name = "{0}: {1} frames lost, {2} s")
  @CsvSource({
    "steady-72,    1, 0.033",
    "steady-72,   15, 0.5",
    "steady-72,   45, 600",
    "real-ppg-a,  15, 0.5",
    "real-ppg-a,  30, 9.9",
    "real-ppg-a,  30, 600",
  })
  void waveRecoversWithinFiveSeconds(String name, int lostFrames, double gapSeconds)
      throws Exception {
    Path folder = PUBLISHED.resolve("clips").resolve(name);
    assumeTrue(Files.isDirectory(folder), "the published files are not on this machine: " + folder);
    Subject clip = clip(name, folder);
    int from = 150;
    int to = from + lostFrames;
    Subject late = clip.at(shifted(clip.timesMicros(), to, gapSeconds - lostFrames / 30.));
    List<float[]> waves = run(late, from, to, new Random(name.hashCode() + lostFrames));
    float[] reference = NpyFile.read(folder.resolve("wave.npy"), Integer.MAX_VALUE).asFloatArray();

    float[] after = waves.get(1);
    double r =
        new PearsonsCorrelation()
            .correlation(
                doubles(after, RECOVERY_FRAMES, after.length),
                doubles(reference, to + RECOVERY_FRAMES, reference.length));
    assertThat(r).isGreaterThanOrEqualTo(0.9);
  }

  /**
   * Where, how many and how long follow from the seed; before it the frame may be black or stuck.
   */
  @ParameterizedTest(name = "{0}, seed {1}")
  @CsvSource({
    "steady-72, 1", "steady-72, 2", "steady-72, 3", "steady-72, 4", "steady-72, 5",
    "real-ppg-a, 1", "real-ppg-a, 2", "real-ppg-a, 3", "real-ppg-a, 4", "real-ppg-a, 5",
  })
  void waveRecoversFromAnyGapWithinFiveSeconds(String name, long seed) throws Exception {
    Random random = new Random(seed);
    int lostFrames = 1 + random.nextInt(45);
    double extraSeconds = Math.pow(10, 4 * random.nextDouble() - 1.2); // 0.06 s to 10 min
    waveRecoversWithinFiveSeconds(name, lostFrames, lostFrames / 30.0 + extraSeconds);
  }

  /** The wave before and after the gap; chunks around it are black, frozen, doubled, astray. */
  private static List<float[]> run(Subject clip, int from, int to, Random random) throws Exception {
    ModelLocation model =
        new ModelLocation(
            PUBLISHED.resolve("model.onnx").toString(), PUBLISHED.resolve("state.gz").toString());
    List<SubjectMessage> chunks = new ArrayList<>();
    int sequence = 0;
    for (int start = 0; start < from; start += CHUNK) {
      Subject seen = start >= from - 2 * CHUNK ? spoilt(clip, start, random) : clip;
      chunks.add(seen.chunk(start, Math.min(from, start + CHUNK)).numbered(sequence++).message());
    }
    sequence += 3; // lost
    for (int start = to; start < clip.frames(); start += CHUNK) {
      chunks.add(
          clip.chunk(start, Math.min(clip.frames(), start + CHUNK)).numbered(sequence++).message());
    }
    try (PulseHarness harness = PulseHarness.open(model, Backend.HASHMAP)) {
      for (SubjectMessage chunk : chunks) {
        harness.send(chunk);
        harness.send(chunk);
        harness.pass(Duration.ofMillis(500));
      }
      harness.pass(Duration.ofSeconds(2));
      assertThat(harness.waveforms()).hasSize(chunks.size());
      assertThat(harness.metrics().duplicates.getCount()).isEqualTo(chunks.size());
      return List.of(
          wave(harness.waveforms().subList(0, from / CHUNK)),
          wave(harness.waveforms().subList(from / CHUNK, chunks.size())));
    }
  }

  private static Subject spoilt(Subject clip, int start, Random random) {
    return switch (random.nextInt(3)) {
      case 0 -> clip.inTheDark();
      case 1 -> clip.stuckAt(start);
      default -> clip;
    };
  }

  private static float[] wave(List<Waveform> waveforms) {
    float[] wave = PulseHarness.joined(waveforms).values().iterator().next();
    for (float sample : wave) {
      assertThat(sample).isFinite();
    }
    return wave;
  }

  private static Subject clip(String name, Path folder) {
    return new Subject(
        name,
        NpyFile.read(folder.resolve("frames.npy"), Integer.MAX_VALUE).asByteArray(),
        NpyFile.read(folder.resolve("timestamps.npy"), Integer.MAX_VALUE).asLongArray());
  }

  private static long[] shifted(long[] timesMicros, int from, double seconds) {
    long[] shifted = timesMicros.clone();
    for (int i = from; i < shifted.length; i++) {
      shifted[i] += Math.round(seconds * 1e6);
    }
    return shifted;
  }

  private static double[] doubles(float[] wave, int from, int to) {
    double[] doubles = new double[to - from];
    Arrays.setAll(doubles, i -> wave[from + i]);
    return doubles;
  }
}
