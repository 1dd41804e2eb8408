package io.facephys.camera.face;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class BoxSmootherTest {
  private static final FaceBox FACE = new FaceBox(200, 100, 150, 180);
  private static final int FRAMES_PER_DETECTION = 5;

  @Test
  void aBoxWhoseDetectionsJitterByAPixelStandsStill() {
    SplittableRandom random = new SplittableRandom(1);
    BoxSmoother smoother = new BoxSmoother(FACE, 0);
    Set<FaceBox> shown = new HashSet<>();
    for (int frame = 1; frame <= 600; frame++) {
      if (frame % FRAMES_PER_DETECTION == 0) {
        smoother.measured(moved(random.nextDouble(-1, 1), random.nextDouble(-1, 1)), frame / 30.0);
      }
      shown.add(smoother.next());
    }
    assertThat(shown).containsExactly(FACE);
  }

  @Test
  void aFaceThatMovesAwayIsFollowedInSmallSteps() {
    BoxSmoother smoother = new BoxSmoother(FACE, 0);
    FaceBox last = FACE;
    for (int frame = 1; frame <= 300; frame++) {
      if (frame % FRAMES_PER_DETECTION == 0) {
        smoother.measured(moved(60, -20), frame / 30.0);
      }
      FaceBox next = smoother.next();
      assertThat(Math.abs(next.x() - last.x())).isLessThanOrEqualTo(0.1 * 60);
      last = next;
    }
    assertThat(last.x()).isCloseTo(260, within(1.5));
    assertThat(last.y()).isCloseTo(80, within(1.5));
  }

  private static FaceBox moved(double x, double y) {
    return new FaceBox(FACE.x() + x, FACE.y() + y, FACE.width(), FACE.height());
  }
}
