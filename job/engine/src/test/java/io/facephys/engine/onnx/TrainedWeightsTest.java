package io.facephys.engine.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.facephys.engine.EngineOptions;
import io.facephys.engine.ModelFiles;
import io.facephys.engine.Provider;
import io.facephys.engine.PulseModel;
import io.facephys.engine.StatePrecision;
import io.facephys.engine.models.PulseModels;
import io.facephys.engine.recording.ModelRun;
import io.facephys.engine.recording.RecordingFiles;
import io.facephys.engine.recording.TestRecordings;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Loads what the training program in weights/training writes. Needs a Python with its libraries:
 * the one that {@code weights/training/run} creates, or {@code python3}.
 */
class TrainedWeightsTest {
  private static final Path TRAINING =
      Path.of(System.getProperty("facephys.root"), "weights", "training");

  @TempDir Path folder;

  @Test
  void fileOfAFewStepsLoadsAndGivesTheWaveAndStateOfTheProgram()
      throws IOException, InterruptedException {
    assumeTrue(
        python("-c", "import torch, h5py") == 0,
        "no Python with PyTorch and h5py; weights/training/run creates one");
    Path weights = folder.resolve("few.weights.h5");
    Path clip = Files.createDirectory(folder.resolve("clip"));
    for (String file : List.of("frames.npy", "timestamps.npy")) {
      Files.copy(TestRecordings.SHIPPED.resolve(file), clip.resolve(file));
    }

    assertThat(train("train", "--steps", "2", "--out", weights.toString())).isZero();
    assertThat(train("reference", weights.toString(), clip.toString())).isZero();

    EngineOptions float32 = new EngineOptions(StatePrecision.FLOAT32, Provider.CPU);
    try (PulseModel model = PulseModels.load(ModelFiles.of(weights, null), float32)) {
      ModelRun result = RecordingFiles.ofFolder(clip).run(model, 30);
      assertThat(result.wave())
          .containsExactly(RecordingFiles.floats(clip.resolve("wave.npy")), within(1e-3f));
      assertThat(States.leastMeanGreatest(model.stateLayout(), result.state()))
          .containsExactly(
              RecordingFiles.floats(clip.resolve("final_state_check.npy")), within(1e-2f));
    }
  }

  private int train(String... arguments) throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(List.of("-m", "facephys_training"));
    all.addAll(List.of(arguments));
    return python(all.toArray(String[]::new));
  }

  private int python(String... arguments) throws IOException, InterruptedException {
    Path own = TRAINING.resolve(".venv/bin/python");
    List<String> command = new ArrayList<>();
    command.add(Files.exists(own) ? own.toString() : "python3");
    command.addAll(List.of(arguments));
    File output = folder.resolve("output").toFile();
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(output));
    builder.environment().put("PYTHONPATH", TRAINING.toString());
    builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
    try {
      return builder.start().waitFor();
    } catch (IOException e) {
      return -1; // no Python at all
    }
  }
}
