package io.facephys.engine.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.facephys.engine.Frames;
import io.facephys.engine.ModelIdentity;
import io.facephys.engine.PulseModel;
import io.facephys.engine.PulseState;
import io.facephys.engine.StateLayout;
import io.facephys.engine.Step;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.List;
import org.jetbrains.bio.npy.NpyFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordingTest {
  private static final Recording FIVE_FRAMES =
      new Recording(
          Frames.ofBytes(
              ByteBuffer.wrap(new byte[] {0, 1, 2, 10, 1, 2, 20, 1, 2, 30, 1, 2, 40, 51, 102}), 5),
          new long[] {0, 40_000, 80_000, 1_080_000, 1_120_000});

  @TempDir private Path folder;

  @Test
  void runGivesTheModelEveryFrameWithItsIntervalAndTheStateBefore() {
    try (SumModel model = new SumModel()) {
      ModelRun run = FIVE_FRAMES.run(model, 2);

      // By hand: each sample is the frame plus its interval plus the number of frames before it.
      assertThat(run.wave())
          .containsExactly(1 / 30f, 10 + 0.04f + 1, 20 + 0.04f + 2, 30 + 1 / 30f + 3, 44.04f);
      assertThat(run.state().floats().get(0)).isEqualTo(5);
      assertThat(run.replacedIntervals()).isOne();
      assertThat(run.captureTimesMicros()).isEqualTo(FIVE_FRAMES.captureTimesMicros());
      assertThat(run.seconds()).containsExactly(FIVE_FRAMES.seconds());
      assertThat(run.colours()).hasSize(15).endsWith(40 / 255f, 0.2f, 0.4f);
    }
  }

  @Test
  void anyChunkingGivesTheSameWave() {
    try (SumModel model = new SumModel()) {
      float[] whole = FIVE_FRAMES.run(model, 5).wave();

      assertThat(FIVE_FRAMES.run(model, 1).wave()).containsExactly(whole);
      assertThat(FIVE_FRAMES.run(model, List.of(3, 4, 5), (frames, state) -> {}).wave())
          .containsExactly(whole);
    }
  }

  @Test
  void progressIsToldAfterEachChunkWithTheStateThen() {
    StringBuilder told = new StringBuilder();
    try (SumModel model = new SumModel()) {
      FIVE_FRAMES.run(
          model,
          FIVE_FRAMES.chunkEnds(2),
          (frames, state) ->
              told.append(frames).append(':').append(state.floats().get(0)).append(' '));
    }

    assertThat(told).hasToString("2:2.0 4:4.0 5:5.0 ");
  }

  @Test
  void chunksThatDoNotFitAreRefused() {
    try (SumModel model = new SumModel()) {
      assertThatExceptionOfType(IllegalArgumentException.class)
          .isThrownBy(() -> FIVE_FRAMES.run(model, List.of(3), (frames, state) -> {}))
          .withMessage("the last chunk ends before frame 3 of 5");
      assertThatExceptionOfType(IllegalArgumentException.class)
          .isThrownBy(() -> FIVE_FRAMES.run(model, 0))
          .withMessage("a chunk cannot have 0 frames");
    }
  }

  @Test
  void captureTimesOfAnotherCountAreRefused() {
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> new Recording(FIVE_FRAMES.frames(), new long[4]))
        .withMessage("4 capture times for 5 frames");
  }

  @Test
  void floatsAreNoBytes() {
    Recording floats = new Recording(Frames.ofFloats(FloatBuffer.allocate(3), 1), new long[] {0});

    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> floats.bytes(0, 1))
        .withMessageContaining("multiply by 255 and round");
  }

  @Test
  void folderWithoutCaptureTimesIsReadAtThirtyFramesPerSecond() {
    NpyFile.write(folder.resolve("frames.npy"), new byte[2 * 3888], new int[] {2, 36, 36, 3});

    assertThat(RecordingFiles.ofFolder(folder).captureTimesMicros()).containsExactly(0, 33_333);
  }

  @Test
  void captureTimesInAFileAreRead() {
    NpyFile.write(folder.resolve("frames.npy"), new byte[2 * 3888], new int[] {2, 36, 36, 3});
    NpyFile.write(folder.resolve("timestamps.npy"), new long[] {7, 40_007}, new int[] {2});

    assertThat(RecordingFiles.ofFolder(folder).captureTimesMicros()).containsExactly(7, 40_007);
  }

  /** A frame is one pixel; a sample is its red byte plus its interval plus the frames before it. */
  private static final class SumModel extends PulseModel {
    private static final StateLayout LAYOUT =
        new StateLayout(List.of(new StateLayout.Tensor("state_in_0", List.of(1L))));

    SumModel() {
      super(ModelIdentity.of("sum", new byte[0]), LAYOUT, state(0), 1, 1);
    }

    @Override
    protected Step compute(Frames frames, float[] intervalsSeconds, PulseState state) {
      float before = state.floats().get(0);
      float[] wave = new float[frames.count()];
      for (int i = 0; i < wave.length; i++) {
        wave[i] =
            ((Frames.ByteFrames) frames).values().get(3 * i) + intervalsSeconds[i] + before + i;
      }
      return new Step(wave, state(before + wave.length));
    }

    private static PulseState state(float frames) {
      ByteBuffer number = ByteBuffer.allocate(Float.BYTES).order(PulseState.BYTE_ORDER);
      return PulseState.copyOf(number.putFloat(frames).flip());
    }

    @Override
    public void close() {}
  }
}
