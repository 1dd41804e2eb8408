package io.facephys.engine.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import io.facephys.engine.EngineOptions;
import io.facephys.engine.Frames;
import io.facephys.engine.ModelFiles;
import io.facephys.engine.NonFiniteException;
import io.facephys.engine.PulseModel;
import io.facephys.engine.PulseState;
import io.facephys.engine.Step;
import io.facephys.engine.models.PulseModels;
import io.facephys.engine.recording.ModelRun;
import io.facephys.engine.recording.Recording;
import io.facephys.engine.recording.RecordingFiles;
import io.facephys.engine.recording.TestRecordings;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Collections;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What holds for every model of the backend, with the default weights on the clip that the project
 * ships.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class PulseModelContract {
  protected static final Recording CLIP = RecordingFiles.ofFolder(TestRecordings.SHIPPED);
  private static final int FRAME_VALUES = 36 * 36 * 3;

  /**
   * Largest allowed differences.
   *
   * @param wave between the waves of two chunkings
   * @param state between the final states of two chunkings, whose values reach 226
   * @param referenceState between a final state and that of the training program
   */
  public record Bounds(float wave, float state, float referenceState) {
    public static final Bounds NONE = new Bounds(0, 0, 0);

    public Bounds wave(float bound) {
      return new Bounds(bound, state, referenceState);
    }

    public Bounds state(float bound) {
      return new Bounds(wave, bound, referenceState);
    }

    public Bounds referenceState(float bound) {
      return new Bounds(wave, state, bound);
    }
  }

  private final ModelFiles files;
  private final EngineOptions options;
  private final Bounds bounds;
  private PulseModel model;
  private ModelRun whole;

  protected PulseModelContract(ModelFiles files, EngineOptions options, Bounds bounds) {
    this.files = files;
    this.options = options;
    this.bounds = bounds;
  }

  @BeforeAll
  void load() throws IOException {
    model = PulseModels.load(files, options);
    whole = CLIP.run(model, CLIP.length());
  }

  @AfterAll
  void close() {
    model.close();
  }

  protected PulseModel model() {
    return model;
  }

  @Test
  void waveIsThatOfTheTrainingProgram() {
    assertThat(whole.wave())
        .containsExactly(floats("wave.npy"), within(Math.max(1e-3f, bounds.wave)));
  }

  @Test
  void finalStateIsThatOfTheTrainingProgram() {
    assertThat(States.leastMeanGreatest(model.stateLayout(), whole.state()))
        .containsExactly(floats("final_state_check.npy"), within(bounds.referenceState));
  }

  private static float[] floats(String reference) {
    return RecordingFiles.floats(TestRecordings.SHIPPED.resolve(reference));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5, 7, 15, 16, 30, 31})
  void anyCuttingGivesTheSameWaveAndState(int chunkFrames) {
    ModelRun run = CLIP.run(model, chunkFrames);

    assertThat(run.wave()).containsExactly(whole.wave(), within(bounds.wave));
    assertThat(Waves.correlation(run.wave(), whole.wave())).isGreaterThanOrEqualTo(0.99999);
    assertThat(States.largestDifference(run.state(), whole.state()))
        .isLessThanOrEqualTo(bounds.state);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 15, 40})
  void sameCuttingGivesTheSameBits(int chunkFrames) {
    ModelRun first = CLIP.run(model, chunkFrames);
    try (PulseModel again = PulseModels.load(files, options)) {
      ModelRun second = CLIP.run(again, chunkFrames);

      assertThat(second.wave()).containsExactly(first.wave());
      assertThat(second.state()).isEqualTo(first.state());
    }
  }

  @Test
  void interleavedSubjectsEqualEachAlone() {
    Step early = CLIP.step(model, 0, 20, model.initialState());
    Step late = CLIP.step(model, 60, 80, model.initialState());
    Step earlyNext = CLIP.step(model, 20, 40, early.next());
    Step lateNext = CLIP.step(model, 80, 100, late.next());

    Step lateAgain = CLIP.step(model, 60, 80, model.initialState());
    Step lateAlone = CLIP.step(model, 80, 100, lateAgain.next());
    Step earlyAgain = CLIP.step(model, 0, 20, model.initialState());
    Step earlyAlone = CLIP.step(model, 20, 40, earlyAgain.next());
    assertThat(earlyNext.wave()).containsExactly(earlyAlone.wave());
    assertThat(earlyNext.next()).isEqualTo(earlyAlone.next());
    assertThat(lateNext.wave()).containsExactly(lateAlone.wave());
    assertThat(lateNext.next()).isEqualTo(lateAlone.next()).isNotEqualTo(earlyNext.next());
  }

  @Test
  void threadsAtOnceGiveWhatOneGives() throws Exception {
    int threads = 3;
    ModelRun alone = CLIP.run(model, 5);
    CyclicBarrier together = new CyclicBarrier(threads);
    Callable<ModelRun> run =
        () -> {
          together.await();
          return CLIP.run(model, 5);
        };
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      for (Future<ModelRun> result : pool.invokeAll(Collections.nCopies(threads, run))) {
        assertThat(result.get().wave()).containsExactly(alone.wave());
        assertThat(result.get().state()).isEqualTo(alone.state());
      }
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void stepLeavesTheGivenStateAsItWas() {
    PulseState given = CLIP.step(model, 0, 5, model.initialState()).next();
    PulseState before = States.copyOf(given);

    Step first = CLIP.step(model, 5, 10, given);
    Step again = CLIP.step(model, 5, 10, given);

    assertThat(given).isEqualTo(before);
    assertThat(again.next()).isEqualTo(first.next()).isNotEqualTo(before);
  }

  @Test
  void floatsGiveTheWaveOfTheBytesTheyWereMadeOf() {
    FloatBuffer floats = FloatBuffer.allocate(20 * FRAME_VALUES);
    Frames bytes = CLIP.slice(0, 20);
    for (int i = 0; i < 20; i++) {
      bytes.copyFrame(i, floats);
    }

    Frames frames = Frames.ofFloats(floats.flip(), 20);
    Step step = model.advance(frames, CLIP.intervals(0, 20).seconds(), model.initialState());

    assertThat(step.wave()).containsExactly(Arrays.copyOf(whole.wave(), 20), within(bounds.wave));
  }

  @Test
  void notANumberInAFrameIsReportedAndLeavesTheModelWorking() {
    Step before = CLIP.step(model, 0, 10, model.initialState());
    float[] pixels = new float[2 * FRAME_VALUES];
    pixels[1000] = Float.NaN;
    Frames broken = Frames.ofFloats(FloatBuffer.wrap(pixels), 2);

    assertThatExceptionOfType(NonFiniteException.class)
        .isThrownBy(() -> model.advance(broken, new float[] {0.03f, 0.03f}, model.initialState()))
        .withMessageMatching("the (wave|state) is NaN at (frame|number) \\d+.*");
    assertThat(CLIP.step(model, 0, 10, model.initialState()).wave()).containsExactly(before.wave());
  }

  @ParameterizedTest
  @ValueSource(floats = {0, -0.03f, 0.26f, 0.25000003f, Float.NaN, Float.POSITIVE_INFINITY})
  void intervalOutOfBoundsIsRefused(float seconds) {
    float[] intervals = {0.03f, seconds};

    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> model.advance(CLIP.slice(0, 2), intervals, model.initialState()))
        .withMessage("interval %s s is not in (0, 0.25]", seconds);
  }

  @Test
  void longestIntervalsAreTaken() {
    float[] intervals = new float[20];
    Arrays.fill(intervals, 0.25f);

    Step step = model.advance(CLIP.slice(0, 20), intervals, model.initialState());

    assertThat(step.wave()).hasSize(20);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3})
  void intervalsForAnotherCountOfFramesAreRefused(int count) {
    Frames frames = CLIP.slice(0, 2);

    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> model.advance(frames, new float[count], model.initialState()))
        .withMessage("%d intervals for 2 frames", count);
  }

  @Test
  void framesOfAnotherSizeAreRefused() {
    Frames small = Frames.ofBytes(ByteBuffer.allocate(48), 1);

    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> model.advance(small, new float[] {0.03f}, model.initialState()))
        .withMessage("a frame of this model has 3888 values, not 48");
  }

  @Test
  void stateOfAnotherModelIsRefused() {
    PulseState other = PulseState.copyOf(ByteBuffer.allocate(12 * Float.BYTES));

    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> model.advance(CLIP.slice(0, 1), new float[] {0.03f}, other))
        .withMessage("a state of this model has 500224 values, not 12");
  }
}
