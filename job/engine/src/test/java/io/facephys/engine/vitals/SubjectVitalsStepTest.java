package io.facephys.engine.vitals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class SubjectVitalsStepTest {
  private static final int SECONDS = 20;
  private static final SyntheticPulse LEFT = SyntheticPulse.steady(72, SECONDS, 1);
  private static final SyntheticPulse RIGHT = SyntheticPulse.steady(72.2, SECONDS, 2);

  @Test
  void aSingleCameraHasItsOwnRowsAndNoOthers() {
    VitalsStep.Result camera = VitalsStep.advance(null, LEFT.whole());
    SubjectVitalsStep.Result subject =
        SubjectVitalsStep.advance("left", LEFT.whole(), null, CameraFusion.NONE);

    assertThat(subject.rows())
        .containsExactlyElementsOf(
            camera.rows().stream().map(r -> new SubjectVitalsStep.Row("left", 1, r)).toList());
    assertThat(subject.beats()).isEqualTo(camera.beats());
    assertThat(subject.fusion().rows()).isNotEmpty();
  }

  @Test
  void rowsOfAllCamerasFollowTheOneThatMadeThemDue() {
    List<SubjectVitalsStep.Row> rows = run(30);

    SubjectVitalsStep.Row last = rows.get(rows.size() - 1);
    assertThat(last.cameraId()).isNull();
    assertThat(last.cameras()).isEqualTo(2);
    assertThat(last.vitals().pulseRate().value()).isCloseTo(72.1, within(0.5));
    SubjectVitalsStep.Row before = rows.get(rows.size() - 2);
    assertThat(before.cameraId()).isEqualTo("right");
    assertThat(before.vitals().windowEndMicros()).isEqualTo(last.vitals().windowEndMicros());
  }

  @Test
  void piecesWithoutARowLeaveWhatIsKeptOfTheSubject() {
    SubjectVitalsStep.Result first =
        SubjectVitalsStep.advance("left", LEFT.piece(0, 0, 40), null, CameraFusion.NONE);
    SubjectVitalsStep.Result second =
        SubjectVitalsStep.advance("left", LEFT.piece(0, 40, 42), first.camera(), first.fusion());

    assertThat(second.rows()).isEmpty();
    assertThat(second.fusion()).isEqualTo(first.fusion());
  }

  /** Both cameras in turn, in pieces of this many frames. */
  private static List<SubjectVitalsStep.Row> run(int length) {
    List<SubjectVitalsStep.Row> rows = new ArrayList<>();
    Map<String, CameraVitals> kept = new HashMap<>();
    CameraFusion fusion = CameraFusion.NONE;
    for (int from = 0; from < LEFT.wave().length; from += length) {
      for (String camera : List.of("left", "right")) {
        WavePiece piece = (camera.equals("left") ? LEFT : RIGHT).piece(0, from, from + length);
        SubjectVitalsStep.Result result =
            SubjectVitalsStep.advance(camera, piece, kept.get(camera), fusion);
        rows.addAll(result.rows());
        kept.put(camera, result.camera());
        fusion = result.fusion();
      }
    }
    return rows;
  }
}
