package io.facephys.pipeline.pulse;

import static org.assertj.core.api.Assertions.assertThat;

import io.facephys.pipeline.Subject;
import io.facephys.pipeline.TinyModel;
import io.facephys.pipeline.config.ModelLocation;
import io.facephys.pipeline.pulse.PulseHarness.Backend;
import io.facephys.pipeline.record.DeadLetter;
import io.facephys.pipeline.record.SubjectMessage;
import io.facephys.pipeline.record.Waveform;
import io.facephys.pipeline.time.TimeRules;
import io.facephys.schemas.FaceChunk;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Lost chunks, gaps of 1 frame to 10 minutes, clocks that jump, cameras that reboot, frames that
 * stand still, black and frozen frames, repeated and reordered chunks: no NaN, no exception, and
 * every record is accounted for.
 */
class TimeChaosTest {
  private static final int SEEDS = 200;
  private static final int REBOOT_SEEDS = 100;
  private static final int CHUNKS = 60;
  private static final Subject ANNA = Subject.of("anna", 300);

  @TempDir private Path folder;

  @Test
  void everyRecordIsExactlyOneOfConsumedDuplicateLateRefusedOrWaiting() throws Exception {
    List<ModelLocation> models =
        List.of(
            TinyModel.in(folder), TinyModel.blindInTheDarkIn(folder), TinyModel.tiringIn(folder));
    Map<String, Long> outcomes = new TreeMap<>();
    for (long seed = 0; seed < SEEDS; seed++) {
      run(models.get((int) (seed % models.size())), seed, outcomes);
    }
    assertThat(outcomes.values()).as("each outcome occurs: %s", outcomes).doesNotContain(0L);
  }

  /** Seconds without a wave: 10 of a small step back, 2 for a missing chunk, some to be sure. */
  private static final int MAX_SILENCE = 14;

  @Test
  void rebootedCameraHasWavesAgainSoonAndNothingCountsTwice() throws Exception {
    ModelLocation model = TinyModel.in(folder);
    Map<String, Long> outcomes = new TreeMap<>();
    for (long seed = 0; seed < REBOOT_SEEDS; seed++) {
      runReboots(model, seed, outcomes);
    }
    assertThat(outcomes.values()).as("each outcome occurs: %s", outcomes).doesNotContain(0L);
  }

  private static void runReboots(ModelLocation model, long seed, Map<String, Long> outcomes)
      throws Exception {
    Random random = new Random(seed);
    RebootingCamera camera = new RebootingCamera(random);
    try (PulseHarness harness = PulseHarness.open(model, Backend.HASHMAP)) {
      harness.pass(Duration.ofMillis(Subject.START_MICROS / 1000));
      int silence = 0;
      int waves = 0;
      for (int second = 0; second < 150; second++) {
        if (random.nextInt(12) == 0) {
          camera.reboot();
          silence = 0;
        }
        harness.send(camera.next());
        if (random.nextInt(5) == 0) {
          harness.send(camera.again());
        }
        harness.pass(Duration.ofSeconds(1));
        silence = harness.waveforms().size() > waves ? 0 : silence + 1;
        waves = harness.waveforms().size();
        assertThat(silence).as("seed %d, second %d", seed, second).isLessThan(MAX_SILENCE);
        assertAddsUp(harness, seed);
      }
      PulseMetrics metrics = harness.metrics();
      outcomes.merge("duplicate", metrics.duplicates.getCount(), Long::sum);
      outcomes.merge("renumbered", metrics.renumberings.getCount(), Long::sum);
      outcomes.merge("set back", metrics.restarts(PulseMetrics.Restart.CLOCK_SET_BACK), Long::sum);
      assertDistinct(harness.waveforms(), seed);
      assertThat(harness.waveforms().stream().flatMap(TimeChaosTest::frames))
          .as("frames, seed %d", seed)
          .doesNotHaveDuplicates();
    }
  }

  private static Stream<List<Long>> frames(Waveform wave) {
    return Arrays.stream(wave.captureTimesMicros()).mapToObj(t -> List.of(wave.sequence(), t));
  }

  private static void assertDistinct(List<Waveform> waveforms, long seed) {
    assertThat(waveforms.stream().filter(wave -> wave.wave().length > 0))
        .as("what a reader identifies a wave by, seed %d", seed)
        .extracting(
            wave ->
                List.of(
                    wave.subjectId(),
                    wave.cameraId(),
                    wave.quality().segment(),
                    wave.framesBefore()))
        .doesNotHaveDuplicates();
  }

  private static void run(ModelLocation model, long seed, Map<String, Long> outcomes)
      throws Exception {
    Random random = new Random(seed);
    List<SubjectMessage> messages = messages(random);
    try (PulseHarness harness = PulseHarness.open(model, Backend.HASHMAP)) {
      for (SubjectMessage message : messages) {
        harness.send(message);
        harness.pass(Duration.ofMillis(random.nextInt(20) == 0 ? 2500 : random.nextInt(300)));
        assertAddsUp(harness, seed);
      }
      PulseMetrics metrics = harness.metrics();
      assertThat(metrics.chunks.getCount()).as("seed %d", seed).isEqualTo(messages.size());
      outcomes.merge("consumed", metrics.consumed.getCount(), Long::sum);
      outcomes.merge("duplicate", metrics.duplicates.getCount(), Long::sum);
      outcomes.merge("set back", metrics.restarts(PulseMetrics.Restart.CLOCK_SET_BACK), Long::sum);
      outcomes.merge("late", metrics.late.getCount(), Long::sum);
      outcomes.merge("not finite", metrics.deadLetters(DeadLetter.Cause.NOT_FINITE), Long::sum);
      harness.pass(TimeRules.DEFAULT.reordering().maxWait());
      assertThat(harness.live().waiting()).as("seed %d", seed).isZero();
      assertAddsUp(harness, seed);
      assertThat(harness.waveforms()).as("seed %d", seed).allSatisfy(TimeChaosTest::assertSound);
      assertDistinct(harness.waveforms(), seed);
      harness.pass(TimeRules.DEFAULT.idleTimeout());
      assertThat(harness.numKeyedStateEntries()).as("seed %d", seed).isZero();
    }
  }

  private static void assertAddsUp(PulseHarness harness, long seed) {
    PulseMetrics metrics = harness.metrics();
    long refused = metrics.deadLetters(DeadLetter.Cause.NOT_FINITE);
    long late = metrics.late.getCount();
    assertThat(metrics.chunks.getCount())
        .as("seed %d", seed)
        .isEqualTo(
            metrics.consumed.getCount()
                + metrics.duplicates.getCount()
                + late
                + refused
                + harness.live().waiting());
    assertThat(harness.waveforms()).as("seed %d", seed).hasSize((int) metrics.consumed.getCount());
    assertThat(harness.deadLetters()).as("seed %d", seed).hasSize((int) (late + refused));
  }

  private static void assertSound(Waveform waveform) {
    for (float sample : waveform.wave()) {
      assertThat(sample).isFinite();
    }
    assertThat(waveform.captureTimesMicros()).isSorted().doesNotHaveDuplicates();
    assertThat(waveform.wave()).hasSameSizeAs(waveform.captureTimesMicros());
    assertThat(waveform.quality().segmentSeconds()).isNotNegative().isFinite();
    assertThat(waveform.quality().frameRateHz()).isNotNegative().isFinite();
  }

  private static List<SubjectMessage> messages(Random random) {
    List<SubjectMessage> messages = new ArrayList<>();
    long skewMicros = 0;
    long sequence = 0;
    for (int i = 0; i < CHUNKS; i++) {
      skewMicros += jump(random);
      boolean reboots = random.nextInt(40) == 0;
      skewMicros -= reboots ? reboot(Subject.START_MICROS + skewMicros, random) : 0;
      sequence = reboots || random.nextInt(40) == 0 ? 0 : sequence;
      FaceChunk chunk = ANNA.chunk(5 * i, 5 * i + 5).numbered(sequence++).avro();
      chunk.setCaptureTimesMicros(times(chunk, skewMicros, random));
      paint(chunk, random);
      SubjectMessage message = Subject.message(chunk);
      boolean lost = random.nextInt(12) == 0;
      if (!lost) {
        messages.add(Math.max(0, messages.size() - earlier(random)), message);
      }
      if (random.nextInt(10) == 0) {
        messages.add(random.nextInt(messages.size() + 1), message);
      }
    }
    return messages;
  }

  private static int earlier(Random random) {
    return random.nextInt(6) == 0 ? random.nextInt(6) : 0;
  }

  /** How much the clock or the scene jumps before a chunk. */
  private static long jump(Random random) {
    return switch (random.nextInt(25)) {
      case 0 -> 33_333L * (1 + random.nextInt(300)); // 1 frame to 10 s
      case 1 -> random.nextLong(600_000_000L); // up to 10 minutes
      case 2 -> -random.nextLong(600_000_000L);
      case 3 -> -random.nextLong(1_000_000L);
      default -> 0;
    };
  }

  /** How far a reboot sets the clock back: 1 s to 56 years, each order of magnitude as often. */
  private static long reboot(long nowMicros, Random random) {
    long step = (long) (1e6 * Math.pow(56 * 365.25 * 86_400, random.nextDouble()));
    long day = 86_400_000_000L; // room for the jumps after it
    return Math.min(step, Math.max(0, nowMicros - day));
  }

  private static List<Long> times(FaceChunk chunk, long skewMicros, Random random) {
    long[] times =
        chunk.getCaptureTimesMicros().stream().mapToLong(time -> time + skewMicros).toArray();
    int frame = random.nextInt(times.length);
    switch (random.nextInt(12)) {
      case 0 -> times[frame] = times[0]; // stands still
      case 1 -> times[frame] += random.nextLong(-2_000_000, 2_000_000); // one frame astray
      case 2 -> Arrays.setAll(times, i -> i < frame ? times[i] : times[i] + 269_700);
      default -> {}
    }
    return Arrays.stream(times).boxed().toList();
  }

  private static void paint(FaceChunk chunk, Random random) {
    byte[] pixels = new byte[chunk.getFrames().remaining()];
    if (random.nextInt(15) == 0) {
      chunk.setFrames(ByteBuffer.wrap(pixels)); // black
    } else if (random.nextInt(15) == 0) {
      Arrays.fill(pixels, (byte) 200); // one colour, frozen
      chunk.setFrames(ByteBuffer.wrap(pixels));
    }
  }
}
