package io.facephys.pipeline.pulse;

import static org.assertj.core.api.Assertions.assertThat;

import io.facephys.pipeline.ShippedClip;
import io.facephys.pipeline.Subject;
import io.facephys.pipeline.TinyModel;
import io.facephys.pipeline.config.ModelLocation;
import io.facephys.pipeline.pulse.PulseHarness.Backend;
import io.facephys.pipeline.record.SubjectMessage;
import io.facephys.pipeline.record.Waveform;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Duplicates, reorderings within the bound, repeated deliveries and restarts in any mixture: the
 * wave is that of the clean run, bit for bit.
 */
class OrderChaosTest {
  private static final int SEEDS = 250;

  @TempDir private static Path folder;
  private static ModelLocation tiny;

  @BeforeAll
  static void load() {
    tiny = TinyModel.in(folder);
  }

  @Test
  void waveEqualsTheCleanRunsBitForBit() throws Exception {
    Subject clip = ShippedClip.subject("clip", 120);
    for (long seed = 0; seed < SEEDS; seed++) {
      run(clip, tiny, seed, seed % 10 == 0 ? Backend.ROCKSDB : Backend.HASHMAP);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1001, 1002, 1003})
  void waveOfTheDefaultWeightsEqualsTheCleanRunsBitForBit(long seed) throws Exception {
    run(ShippedClip.subject("clip", 60), ModelLocation.DEFAULT, seed, Backend.HASHMAP);
  }

  private static void run(Subject clip, ModelLocation model, long seed, Backend backend)
      throws Exception {
    Random random = new Random(seed);
    List<SubjectMessage> clean = chunked(clip, random);
    List<SubjectMessage> disturbed = disturb(clean, random);
    List<Waveform> waves = new ArrayList<>();
    long duplicates = 0;
    int from = 0;
    int restarts = random.nextInt(4);
    PulseHarness harness = PulseHarness.open(model, backend);
    for (int restart = 0; restart <= restarts; restart++) {
      int to =
          restart == restarts
              ? disturbed.size()
              : from + random.nextInt(disturbed.size() - from + 1);
      sendSlowly(harness, disturbed.subList(from, to), random);
      waves.addAll(harness.waveforms());
      duplicates += harness.metrics().duplicates.getCount();
      OperatorSubtaskState snapshot = harness.checkpoint();
      if (restart < restarts) {
        // What came after the checkpoint is lost with it and comes again.
        sendSlowly(harness, disturbed.subList(to, Math.min(to + 3, disturbed.size())), random);
        long downMillis = random.nextInt(3_600_000);
        PulseHarness failed = harness;
        harness = PulseHarness.restored(model, backend, snapshot, failed.nowMillis() + downMillis);
        failed.close();
      }
      from = to;
    }
    try (PulseHarness last = harness) {
      assertThat(last.deadLetters()).as("seed %d", seed).isEmpty();
      assertThat(last.live().waiting()).as("seed %d", seed).isZero();
      assertThat(last.live().states()).as("seed %d", seed).isEqualTo(1);
      assertThat(duplicates).as("seed %d", seed).isEqualTo(disturbed.size() - clean.size());
      assertThat(waves)
          .as("seed %d", seed)
          .extracting(Waveform::sequence)
          .isSorted()
          .hasSize(clean.size());
      assertThat(PulseHarness.joined(waves).get("clip"))
          .as("seed %d", seed)
          .containsExactly(cleanRun(clean, model));
      assertThat(waves)
          .as("seed %d", seed)
          .allSatisfy(
              wave -> {
                assertThat(wave.quality().segment()).isEqualTo(waves.get(0).quality().segment());
                assertThat(wave.quality().gapSeconds()).isZero();
                assertThat(wave.quality().framesDropped()).isZero();
              });
    }
  }

  private static float[] cleanRun(List<SubjectMessage> clean, ModelLocation model)
      throws Exception {
    try (PulseHarness harness = PulseHarness.open(model, Backend.HASHMAP)) {
      for (SubjectMessage chunk : clean) {
        harness.send(chunk);
      }
      return Objects.requireNonNull(PulseHarness.joined(harness.waveforms()).get("clip"));
    }
  }

  private static List<SubjectMessage> chunked(Subject clip, Random random) {
    List<SubjectMessage> chunks = new ArrayList<>();
    for (int from = 0; from < clip.frames(); ) {
      int to = Math.min(clip.frames(), from + 1 + random.nextInt(9));
      chunks.add(clip.chunk(from, to).numbered(chunks.size()).message());
      from = to;
    }
    return chunks;
  }

  /** Each chunk up to 7 places from its own, some of them again near it or much later. */
  private static List<SubjectMessage> disturb(List<SubjectMessage> clean, Random random) {
    record Placed(double place, SubjectMessage chunk) {}
    int reach = random.nextInt(8);
    List<Placed> placed = new ArrayList<>();
    for (int i = 0; i < clean.size(); i++) {
      double place = i + reach * random.nextDouble();
      placed.add(new Placed(place, clean.get(i)));
      while (random.nextInt(5) == 0) {
        double again = random.nextBoolean() ? place + random.nextDouble() : clean.size();
        placed.add(new Placed(Math.max(again, random.nextInt(clean.size() + 9)), clean.get(i)));
      }
    }
    // A repeated delivery: a whole stretch that was there before comes again, in its order.
    int stretch = random.nextInt(clean.size());
    double behind = clean.size() + 10;
    Stream<Placed> repeated = clean.subList(0, stretch).stream().map(c -> new Placed(behind, c));
    return Stream.concat(
            placed.stream().sorted(Comparator.comparingDouble(Placed::place)), repeated)
        .map(Placed::chunk)
        .toList();
  }

  /** So fast that nothing waits for 2 s: at most 8 chunks pass meanwhile. */
  private static void sendSlowly(PulseHarness harness, List<SubjectMessage> chunks, Random random)
      throws Exception {
    for (SubjectMessage chunk : chunks) {
      harness.send(chunk);
      harness.pass(Duration.ofMillis(random.nextInt(100)));
    }
  }
}
