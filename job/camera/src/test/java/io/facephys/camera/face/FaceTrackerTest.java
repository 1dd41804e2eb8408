package io.facephys.camera.face;

import static java.util.Comparator.comparing;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class FaceTrackerTest {
  private static final double INTERVAL_SECONDS = 1.0 / 6;

  private final FaceTracker tracker = new FaceTracker();
  private double now;

  @Test
  void facesSideBySideKeepTheirNumbersWhileTheySway() {
    Map<Integer, FaceBox> boxes = Map.of();
    for (int i = 0; i < 60; i++) {
      double sway = 6 * Math.sin(i / 5.0);
      boxes = detect(face(100 + sway), face(300 - sway), face(500 + sway));
    }
    assertThat(boxes.keySet()).containsExactly(1, 2, 3);
    assertThat(boxes.values())
        .satisfiesExactly(
            box -> assertThat(box.x()).isBetween(80.0, 120.0),
            box -> assertThat(box.x()).isBetween(280.0, 320.0),
            box -> assertThat(box.x()).isBetween(480.0, 520.0));
  }

  @Test
  void facesThatAppearTogetherAreNumberedFromLeftToRight() {
    detect(face(500), face(100), face(300));
    Map<Integer, FaceBox> boxes = detect(face(300), face(500), face(100));

    assertThat(boxes).containsOnlyKeys(1, 2, 3);
    assertThat(List.copyOf(new TreeMap<>(boxes).values()))
        .isSortedAccordingTo(comparing(FaceBox::x));
  }

  @Test
  void aSingleDetectionMakesNoTrack() {
    assertThat(detect(face(100))).isEmpty();
    assertThat(detect()).isEmpty();
    assertThat(detect(face(400))).isEmpty();
  }

  @Test
  void aFaceThatIsMissedOnceKeepsItsNumber() {
    detect(face(100));
    detect(face(100));
    assertThat(detect().keySet()).containsExactly(1);
    assertThat(detect(face(100)).keySet()).containsExactly(1);
  }

  @Test
  void aFaceThatIsNotFoundForHalfASecondHasNoBox() {
    detect(face(100));
    detect(face(100));
    for (int i = 0; i < 3; i++) {
      detect();
    }
    assertThat(detect()).isEmpty();
  }

  @Test
  void aFaceThatComesBackHasANewNumberAndTheOthersKeepTheirs() {
    detect(face(100), face(400));
    detect(face(100), face(400));
    for (int i = 0; i < 10; i++) {
      assertThat(detect(face(100)).keySet()).contains(1);
    }
    detect(face(100), face(400));
    assertThat(detect(face(100), face(400)).keySet()).containsExactly(1, 3);
  }

  @Test
  void facesThatMeetGetNewNumbersRatherThanEachOthers() {
    for (double x = 0; x <= 400; x += 25) {
      detect(face(100 + x), face(500 - x));
    }
    detect(face(500), face(100));
    Set<Integer> last = detect(face(500), face(100)).keySet();
    assertThat(last).hasSize(2).doesNotContain(1, 2);
  }

  private Map<Integer, FaceBox> detect(FaceBox... faces) {
    now += INTERVAL_SECONDS;
    tracker.detected(List.of(faces), now);
    return tracker.boxes(now);
  }

  private static FaceBox face(double x) {
    return new FaceBox(x, 100, 120, 140);
  }
}
