package io.facephys.pipeline;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.facephys.engine.PulseModel;
import io.facephys.pipeline.config.JobOptions;
import io.facephys.pipeline.config.KafkaOptions;
import io.facephys.pipeline.config.ModelLocation;
import io.facephys.pipeline.pulse.PulseHarness;
import io.facephys.pipeline.record.DeadLetter;
import io.facephys.pipeline.record.SubjectBeat;
import io.facephys.pipeline.record.SubjectEvent;
import io.facephys.pipeline.record.SubjectVitals;
import io.facephys.pipeline.record.Waveform;
import io.facephys.schemas.EventKind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.util.testing.CollectingSink;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The job with the default weights and RocksDB in a cluster of one JVM. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class FacePhysJobITCase {
  @RegisterExtension
  static final MiniClusterExtension CLUSTER =
      new MiniClusterExtension(
          new MiniClusterResourceConfiguration.Builder().setNumberSlotsPerTaskManager(2).build());

  private static final int FRAMES = 60;
  private static final int CHUNK_FRAMES = 10;
  private static final List<Subject> SUBJECTS =
      List.of(
          ShippedClip.subject("clip", FRAMES),
          Subject.of("anna", FRAMES),
          Subject.of("bert", FRAMES));
  private static final int CHUNKS = SUBJECTS.size() * FRAMES / CHUNK_FRAMES;
  private static final int STOP = 8; // chunks: at parallelism 2 in the middle of two subjects
  private static final int NO_STOP = 1000;
  private static final Duration PATIENCE = Duration.ofSeconds(40);

  @TempDir private Path folder;
  private final CollectingSink<Waveform> waveforms = new CollectingSink<>();
  private final CollectingSink<SubjectEvent> events = new CollectingSink<>();
  private final CollectingSink<DeadLetter> deadLetters = new CollectingSink<>();
  private final CollectingSink<SubjectVitals> vitals = new CollectingSink<>();
  private final CollectingSink<SubjectBeat> beats = new CollectingSink<>();

  @AfterEach
  void close() {
    waveforms.close();
    events.close();
    deadLetters.close();
    vitals.close();
    beats.close();
  }

  @Test
  void wavesAreTheEnginesAndTheReferences() throws Exception {
    environment(2, NO_STOP, ModelLocation.DEFAULT, new Configuration()).execute();

    assertAllWaves(waveforms.getRemainingOutput());
    assertThat(deadLetters.isEmpty()).isTrue();
    assertThat(events.getRemainingOutput())
        .extracting(SubjectEvent::kind, SubjectEvent::subjectId)
        .containsExactly(Assertions.tuple(EventKind.FORGOTTEN, "nobody"));
  }

  @ParameterizedTest(name = "from {0} to {1}")
  @CsvSource({"2, 1", "1, 2"})
  void runRestoredWithAnotherParallelismEqualsUnbrokenRun(int before, int after) throws Exception {
    List<Waveform> all = new ArrayList<>();
    Configuration savepoint = stopInTheMiddle(before, all);

    environment(after, NO_STOP, ModelLocation.DEFAULT, savepoint).execute();
    all.addAll(waveforms.getRemainingOutput());

    assertAllWaves(all);
  }

  @Test
  void savepointOfAnotherModelFailsTheJobAtItsStart() throws Exception {
    Configuration savepoint = stopInTheMiddle(1, new ArrayList<>());
    StreamExecutionEnvironment other = environment(1, NO_STOP, TinyModel.in(folder), savepoint);

    assertThatThrownBy(other::execute)
        .hasStackTraceContaining("the checkpoint's pulse states belong to the model with SHA-256")
        .hasStackTraceContaining("Run the job with the model it was stopped with");
    assertThat(waveforms.isEmpty()).isTrue();
  }

  /** Runs until the source waits, stops with a savepoint and says how to start from it. */
  private Configuration stopInTheMiddle(int parallelism, List<Waveform> before) throws Exception {
    JobClient job =
        environment(parallelism, STOP, ModelLocation.DEFAULT, new Configuration()).executeAsync();
    while (before.size() < STOP) {
      before.add(waveforms.poll(PATIENCE));
    }
    String path =
        job.stopWithSavepoint(false, folder.toUri().toString(), SavepointFormatType.NATIVE)
            .get(PATIENCE.toSeconds(), SECONDS);
    while (!waveforms.isEmpty()) {
      before.add(waveforms.poll(PATIENCE));
    }
    assertThat(before).hasSizeLessThan(CHUNKS);
    return new Configuration().set(StateRecoveryOptions.SAVEPOINT_PATH, path);
  }

  private StreamExecutionEnvironment environment(
      int parallelism, int chunksPerCheckpoint, ModelLocation model, Configuration configuration) {
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
    // No checkpoint may let the source go on that is to stop; the others end with one.
    configuration.set(
        CheckpointingOptions.CHECKPOINTING_INTERVAL,
        chunksPerCheckpoint == STOP ? Duration.ofHours(1) : Duration.ofMillis(200));
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.getExecutionEnvironment(configuration);
    environment.setParallelism(parallelism);
    FacePhysJob.configure(environment, 128);
    FacePhysJob.wire(
        environment,
        new Endpoints(
            SubjectsSource.of(SUBJECTS, CHUNK_FRAMES, chunksPerCheckpoint),
            (topic, partition) -> 0,
            SubjectsSource.forgetting("nobody"),
            waveforms,
            events,
            deadLetters,
            new Endpoints.VitalsSinks(vitals, beats)),
        JobOptions.of(KafkaOptions.of("unused:9092")).with(model));
    return environment;
  }

  private static void assertAllWaves(List<Waveform> waveforms) {
    Map<String, float[]> waves = PulseHarness.joined(waveforms);
    try (PulseModel engine = TinyModel.load(ModelLocation.DEFAULT)) {
      for (Subject subject : SUBJECTS) {
        assertThat(waves.get(subject.id()))
            .as(subject.id())
            .containsExactly(subject.wave(engine, CHUNK_FRAMES));
      }
    }
    assertThat(waves.get("clip"))
        .containsExactly(ShippedClip.referenceWave(FRAMES), within(5e-3f)); // float16 states
  }
}
