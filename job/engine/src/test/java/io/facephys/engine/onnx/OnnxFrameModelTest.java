package io.facephys.engine.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import io.facephys.engine.Frames;
import io.facephys.engine.ModelFiles;
import io.facephys.engine.NonFiniteException;
import io.facephys.engine.PulseState;
import io.facephys.engine.StateLayout;
import io.facephys.engine.Step;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OnnxFrameModelTest {
  private static final Clip CLIP = Clip.shipped();
  private static OnnxFrameModel model;
  private static Clip.Run whole;

  @BeforeAll
  static void load() {
    model = OnnxFrameModel.load(ModelFiles.ofDefault());
    whole = CLIP.run(model, CLIP.count());
  }

  @AfterAll
  static void close() {
    model.close();
  }

  @Test
  void waveIsThatOfOnnxRuntimeForNode() {
    assertThat(whole.wave()).containsExactly(CLIP.floats("wave.npy"), within(1e-3f));
  }

  @Test
  void finalStateIsThatOfOnnxRuntimeForNode() {
    assertThat(leastMeanGreatest(whole.last()))
        .containsExactly(CLIP.floats("final_state_check.npy"), within(1e-3f));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 30})
  void chunkingChangesNoBit(int chunkFrames) {
    Clip.Run run = CLIP.run(model, chunkFrames);

    assertThat(run.wave()).containsExactly(whole.wave());
    assertThat(run.last()).isEqualTo(whole.last());
  }

  @Test
  void interleavedSubjectsEqualEachAlone() {
    Step early = CLIP.step(model, 0, 20, model.initialState());
    Step late = CLIP.step(model, 60, 80, model.initialState());
    Step earlyNext = CLIP.step(model, 20, 40, early.next());
    Step lateNext = CLIP.step(model, 80, 100, late.next());

    Step lateAlone = CLIP.step(model, 60, 100, model.initialState());
    assertThat(earlyNext.wave()).containsExactly(Arrays.copyOfRange(whole.wave(), 20, 40));
    assertThat(lateNext.wave()).containsExactly(Arrays.copyOfRange(lateAlone.wave(), 20, 40));
    assertThat(lateNext.next()).isEqualTo(lateAlone.next());
    assertThat(lateNext.next()).isNotEqualTo(earlyNext.next());
  }

  @Test
  void threadsAtOnceGiveWhatOneGives() throws Exception {
    int threads = 3;
    CyclicBarrier together = new CyclicBarrier(threads);
    Callable<Clip.Run> run =
        () -> {
          together.await();
          return CLIP.run(model, 5);
        };
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      for (Future<Clip.Run> result : pool.invokeAll(List.of(run, run, run))) {
        assertThat(result.get().wave()).containsExactly(whole.wave());
        assertThat(result.get().last()).isEqualTo(whole.last());
      }
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void stepLeavesTheGivenStateAsItWas() {
    PulseState given = CLIP.step(model, 0, 5, model.initialState()).next();
    PulseState before = copyOf(given);

    Step first = CLIP.step(model, 5, 10, given);
    Step again = CLIP.step(model, 5, 10, given);

    assertThat(given).isEqualTo(before);
    assertThat(again.next()).isEqualTo(first.next()).isNotEqualTo(before);
  }

  @Test
  void notANumberInAFrameIsReportedAndLeavesTheModelWorking() {
    float[] pixels = new float[36 * 36 * 3];
    pixels[1000] = Float.NaN;
    Frames broken = Frames.ofFloats(FloatBuffer.wrap(pixels), 1);

    assertThatExceptionOfType(NonFiniteException.class)
        .isThrownBy(() -> model.advance(broken, new float[] {0.03f}, model.initialState()))
        .withMessageMatching("the (wave|state) is NaN at (frame|number) \\d+.*");
    assertThat(CLIP.step(model, 0, 10, model.initialState()).wave())
        .containsExactly(Arrays.copyOf(whole.wave(), 10));
  }

  private static PulseState copyOf(PulseState state) {
    ByteBuffer bytes = ByteBuffer.allocate(state.size() * Float.BYTES).order(PulseState.BYTE_ORDER);
    bytes.asFloatBuffer().put(state.floats());
    return PulseState.copyOf(bytes);
  }

  private static float[] leastMeanGreatest(PulseState state) {
    StateLayout layout = model.stateLayout();
    float[] check = new float[layout.tensors().size() * 3];
    for (int i = 0; i < layout.tensors().size(); i++) {
      int from = layout.offsets().get(i);
      var summary =
          IntStream.range(from, from + layout.tensors().get(i).size())
              .mapToDouble(state.floats()::get)
              .summaryStatistics();
      check[3 * i] = (float) summary.getMin();
      check[3 * i + 1] = (float) summary.getAverage();
      check[3 * i + 2] = (float) summary.getMax();
    }
    return check;
  }
}
