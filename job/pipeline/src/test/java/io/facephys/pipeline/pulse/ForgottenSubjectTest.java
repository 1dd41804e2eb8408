package io.facephys.pipeline.pulse;

import static org.assertj.core.api.Assertions.assertThat;

import io.facephys.pipeline.Subject;
import io.facephys.pipeline.TinyModel;
import io.facephys.pipeline.config.ModelLocation;
import io.facephys.pipeline.config.RecordLimits;
import io.facephys.pipeline.pulse.PulseHarness.Backend;
import io.facephys.pipeline.record.SubjectEvent;
import io.facephys.pipeline.record.Waveform;
import io.facephys.pipeline.state.CameraStates;
import io.facephys.pipeline.time.TimeRules;
import io.facephys.schemas.EventKind;
import io.facephys.schemas.QualityReason;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Nothing is left of a subject whose state expired or who was forgotten. */
class ForgottenSubjectTest {
  private static final Subject ANNA = Subject.of("anna", 60);
  private static final Subject BERT = Subject.of("bert", 60);
  private static final Duration IDLE = TimeRules.DEFAULT.idleTimeout();

  @TempDir private static Path folder;
  private static ModelLocation tiny;

  @BeforeAll
  static void load() {
    tiny = TinyModel.in(folder);
  }

  @Test
  void stateOfASilentCameraExpiresAndTheCountFalls() throws Exception {
    try (PulseHarness harness = PulseHarness.open(tiny, Backend.HASHMAP)) {
      harness.send(ANNA.chunk(0, 10).numbered(0).seenBy("front").message());
      harness.send(ANNA.chunk(0, 10).numbered(0).seenBy("side").message());
      harness.send(BERT.chunk(0, 10).message());
      assertThat(harness.live().states()).isEqualTo(3);

      harness.pass(IDLE.dividedBy(2));
      harness.send(ANNA.chunk(10, 20).numbered(1).seenBy("front").message());
      harness.pass(IDLE.dividedBy(2));

      assertThat(harness.live().states()).isEqualTo(1);
      assertThat(harness.subjectsWith(CameraStates.CAMERA_SSM_STATE)).containsExactly("anna");
      assertThat(harness.events())
          .extracting(SubjectEvent::kind, SubjectEvent::subjectId, event -> event.cameraIds()[0])
          .containsExactlyInAnyOrder(
              org.assertj.core.api.Assertions.tuple(EventKind.EXPIRED, "anna", "side"),
              org.assertj.core.api.Assertions.tuple(EventKind.EXPIRED, "bert", "camera-1"));

      harness.pass(IDLE);
      assertThat(harness.live().states()).isZero();
      assertThat(harness.numKeyedStateEntries()).isZero();
      assertThat(harness.numTimers()).isZero();
    }
  }

  @Test
  void chunkThatWaitsWhenTheCameraExpiresIsNotLost() throws Exception {
    try (PulseHarness harness = PulseHarness.open(tiny, Backend.HASHMAP)) {
      harness.send(ANNA.chunk(0, 10).message());
      harness.pass(IDLE.minusSeconds(1));
      harness.send(ANNA.chunk(20, 30).numbered(2).message());
      harness.pass(Duration.ofSeconds(1));
      assertThat(harness.live().waiting()).isEqualTo(1);
      harness.pass(Duration.ofSeconds(1));

      assertThat(harness.waveforms()).hasSize(2);
      harness.pass(IDLE);
      assertThat(harness.numKeyedStateEntries()).isZero();
      assertThat(harness.numTimers()).isZero();
    }
  }

  @Test
  void timeInWhichChunksQueueIsNoSilenceOfTheCamera() throws Exception {
    try (PulseHarness harness = PulseHarness.open(tiny, Backend.HASHMAP)) {
      harness.send(ANNA.chunk(0, 10).message());
      harness.passInAQueue(IDLE.multipliedBy(3));
      assertThat(harness.live().states()).isEqualTo(1);
      harness.send(ANNA.chunk(10, 20).message());
      assertThat(harness.waveforms().get(1).framesBefore()).isEqualTo(10);

      harness.passInAQueue(IDLE);
      harness.pass(IDLE.dividedBy(10)); // the queue is worked off
      assertThat(harness.numKeyedStateEntries()).isZero();
    }
  }

  @ParameterizedTest(name = "{0}, goes on after {1} frames")
  @CsvSource({"HASHMAP, 0", "ROCKSDB, 0", "HASHMAP, 400", "ROCKSDB, 400"})
  void newStateOfAKnownCameraIsCounted(Backend backend, int gapFrames) throws Exception {
    Subject anna = Subject.of("anna", 430);
    try (PulseHarness harness = PulseHarness.open(tiny, backend)) {
      harness.send(anna.chunk(0, 10).numbered(0).seenBy("front").message());
      harness.send(anna.chunk(0, 10).numbered(0).seenBy("side").message());
      harness.loseModelStates();
      int from = 10 + gapFrames;
      harness.send(anna.chunk(from, from + 10).numbered(1).seenBy("front").message());
      harness.send(anna.chunk(from + 10, from + 20).numbered(2).seenBy("front").message());

      assertThat(harness.waveforms()).hasSize(4);
      assertThat(harness.live().states()).isEqualTo(1);
      harness.pass(IDLE);
      assertThat(harness.live().states()).isZero();
    }
  }

  @Test
  void cameraWhoseStateWasLostHasANewSegmentAndAReason() throws Exception {
    try (PulseHarness harness = PulseHarness.open(tiny, Backend.HASHMAP)) {
      harness.send(ANNA.chunk(0, 10).message());
      harness.pass(IDLE);
      harness.send(ANNA.chunk(40, 50).message());
      harness.pass(TimeRules.DEFAULT.reordering().maxWait());

      Waveform before = harness.waveforms().get(0);
      Waveform after = harness.waveforms().get(1);
      assertThat(before.quality().reasons()).doesNotContain(QualityReason.STATE_LOST);
      assertThat(after.quality().reasons()).contains(QualityReason.STATE_LOST);
      assertThat(after.quality().segment()).isGreaterThan(before.quality().segment());
      assertThat(after.framesBefore()).isZero();
    }
  }

  @Test
  void repeatedChunksKeepNobodyAlive() throws Exception {
    try (PulseHarness harness = PulseHarness.open(tiny, Backend.HASHMAP)) {
      harness.send(ANNA.chunk(0, 10).message());
      harness.pass(IDLE.minusMillis(1));
      harness.send(ANNA.chunk(0, 10).message());
      harness.pass(Duration.ofMillis(1));

      assertThat(harness.numKeyedStateEntries()).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource
  void downtimeOfTheJobIsNoSilenceOfTheCamera(Backend backend) throws Exception {
    OperatorSubtaskState snapshot;
    try (PulseHarness harness = PulseHarness.open(tiny, backend)) {
      harness.send(ANNA.chunk(0, 10).message());
      snapshot = harness.checkpoint();
    }
    long later = Duration.ofDays(1).toMillis();
    try (PulseHarness restored = PulseHarness.restored(tiny, backend, snapshot, later)) {
      restored.pass(IDLE.minusMillis(1));
      assertThat(restored.live().states()).isEqualTo(1);
      restored.pass(Duration.ofMillis(1));
      assertThat(restored.live().states()).isZero();
      assertThat(restored.subjectsWith(CameraStates.CAMERA_CLOCK)).isEmpty();
    }
  }

  @Test
  void forgottenSubjectLeavesNothingAndIsAnswered() throws Exception {
    try (PulseHarness harness = PulseHarness.open(tiny, Backend.HASHMAP)) {
      harness.send(ANNA.chunk(0, 10).numbered(0).seenBy("front").message());
      harness.send(ANNA.chunk(20, 30).numbered(2).seenBy("front").message());
      harness.send(ANNA.chunk(0, 10).numbered(4).seenBy("side").message());
      harness.pass(Duration.ofMillis(1234));

      harness.forget("anna", "r-1");

      assertThat(harness.numKeyedStateEntries()).isZero();
      assertThat(harness.live().states()).isZero();
      assertThat(harness.live().waiting()).isZero();
      assertThat(harness.metrics().forgotten.getCount()).isEqualTo(2);
      assertThat(harness.events())
          .singleElement()
          .usingRecursiveComparison()
          .isEqualTo(
              new SubjectEvent(
                  EventKind.FORGOTTEN, "anna", "r-1", 1234, new String[] {"front", "side"}, 2));
      harness.pass(IDLE);
      assertThat(harness.waveforms()).hasSize(1);
      assertThat(harness.events()).hasSize(1);
      assertThat(harness.numTimers()).isZero();
    }
  }

  @Test
  void forgottenSubjectWhoComesAgainIsANewOne() throws Exception {
    try (PulseHarness harness = PulseHarness.open(tiny, Backend.HASHMAP)) {
      harness.send(ANNA.chunk(0, 10).message());
      harness.forget("anna", "r-1");
      harness.send(ANNA.chunk(0, 10).message());

      Waveform first = harness.waveforms().get(0);
      assertThat(harness.waveforms().get(1)).usingRecursiveComparison().isEqualTo(first);
    }
  }

  @Test
  void eventAboutManyCamerasComesInParts() throws Exception {
    int cameras = RecordLimits.DEFAULT.maxCameras();
    try (PulseHarness harness = PulseHarness.open(tiny, Backend.HASHMAP)) {
      for (int i = 0; i < cameras + 3; i++) {
        harness.send(ANNA.chunk(0, 1).numbered(0).seenBy("camera-" + i).message());
      }
      assertThat(harness.live().states()).isEqualTo(cameras);
      assertThat(harness.deadLetters())
          .hasSize(3)
          .allSatisfy(letter -> assertThat(letter.reason()).contains("is one more than the 64"));
      harness.send(ANNA.chunk(2, 3).numbered(2).seenBy("camera-0").message());
      harness.forget("anna", "r-1");

      assertThat(harness.events())
          .hasSize(2)
          .allSatisfy(event -> assertThat(event.cameraIds()).hasSize(32));
      assertThat(harness.events()).extracting(SubjectEvent::waitingChunks).containsExactly(1, 0);
      assertThat(harness.numKeyedStateEntries()).isZero();
    }
  }

  @Test
  void othersAreNotForgotten() throws Exception {
    try (PulseHarness harness = PulseHarness.open(tiny, Backend.HASHMAP)) {
      harness.send(ANNA.chunk(0, 10).message());
      harness.send(BERT.chunk(0, 10).message());
      harness.forget("anna", "r-1");
      harness.forget("nobody", "r-2");

      assertThat(harness.subjectsWith(CameraStates.CAMERA_SSM_STATE)).containsExactly("bert");
      assertThat(harness.events()).hasSize(2);
      assertThat(harness.events().get(1).cameraIds()).isEmpty();
    }
  }
}
