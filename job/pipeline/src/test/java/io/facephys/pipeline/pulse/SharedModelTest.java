package io.facephys.pipeline.pulse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facephys.engine.EngineOptions;
import io.facephys.engine.ModelFormatException;
import io.facephys.engine.Provider;
import io.facephys.engine.ProviderException;
import io.facephys.engine.PulseModel;
import io.facephys.pipeline.Subject;
import io.facephys.pipeline.TinyModel;
import io.facephys.pipeline.config.ModelLocation;
import io.facephys.pipeline.pulse.PulseHarness.Backend;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How {@link PulseFunction} comes by its model and gives it back. */
class SharedModelTest {
  @TempDir private Path folder;

  @Test
  void subtasksOfOneJvmShareTheModelAndTheLastFreesIt() throws Exception {
    ModelLocation tiny = TinyModel.in(folder);
    PulseHarness first = PulseHarness.open(tiny, Backend.HASHMAP);
    PulseHarness second = PulseHarness.open(tiny, Backend.HASHMAP);
    PulseModel model;
    try (SharedModel one = SharedModel.acquire(tiny);
        SharedModel other = SharedModel.acquire(tiny)) {
      model = one.model();
      assertThat(model).isSameAs(other.model());
    }

    first.close();
    assertThat(TinyModel.isFreed(model)).isFalse();
    second.send(Subject.of("anna", 4).chunk(0, 4).message());
    assertThat(second.waveforms()).hasSize(1);

    second.close();
    assertThat(TinyModel.isFreed(model)).isTrue();
  }

  @Test
  void modelsOfTwoLocationsAreTwo() throws Exception {
    try (SharedModel tiny = SharedModel.acquire(TinyModel.in(folder));
        SharedModel other = SharedModel.acquire(TinyModel.otherIn(folder))) {
      assertThat(tiny.model().identity()).isNotEqualTo(other.model().identity());
    }
  }

  @Test
  void freedModelCanBeLoadedAgain() throws Exception {
    ModelLocation tiny = TinyModel.in(folder);
    for (int i = 0; i < 2; i++) {
      try (PulseHarness harness = PulseHarness.open(tiny, Backend.HASHMAP)) {
        harness.send(Subject.of("anna", 4).chunk(0, 4).message());
        assertThat(harness.waveforms()).hasSize(1);
      }
    }
  }

  @Test
  void missingModelIsNamedAndClosingSurvives() throws Exception {
    Path missing = folder.resolve("nowhere.onnx");
    ModelLocation location =
        new ModelLocation(missing.toString(), folder.resolve("nowhere.gz").toString());

    assertOpenFails(location, missing.toString());
  }

  @Test
  void missingInitialStateIsNamed() throws Exception {
    String model = String.valueOf(TinyModel.in(folder).model());
    String missing = folder.resolve("nowhere.gz").toString();

    assertOpenFails(new ModelLocation(model, missing), missing);
  }

  @Test
  void fileThatIsNoModelIsNamed() throws Exception {
    Path text = Files.writeString(folder.resolve("words.onnx"), "no model");

    ModelLocation location =
        new ModelLocation(text.toString(), TinyModel.in(folder).initialState());

    assertOpenFails(location, "model 'words'")
        .isInstanceOf(SuppressRestartsException.class)
        .hasCauseInstanceOf(ModelFormatException.class);
  }

  /** A build for GPUs says it, too, where there is none. */
  @Test
  void missingProviderEndsTheJobWithItsRemedy() throws Exception {
    ModelLocation location =
        new ModelLocation(null, null, new EngineOptions(null, Provider.TENSORRT));

    assertOpenFails(location, "or give --provider cpu")
        .isInstanceOf(SuppressRestartsException.class)
        .hasCauseInstanceOf(ProviderException.class);
  }

  @Test
  void modelForFramesOfAnotherSizeIsRefusedAtTheStart() throws Exception {
    assertOpenFails(
        TinyModel.forFramesOf(72, folder),
        "model 'small' takes frames of 72 x 72 pixels; topic face-chunks carries 36 x 36");
  }

  private static AbstractThrowableAssert<?, ?> assertOpenFails(
      ModelLocation location, String message) throws Exception {
    try (PulseHarness harness = PulseHarness.closed(location, Backend.HASHMAP, 1, 0)) {
      return assertThatThrownBy(harness::open).hasStackTraceContaining(message);
    }
  }
}
