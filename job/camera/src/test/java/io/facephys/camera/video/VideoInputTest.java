package io.facephys.camera.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.facephys.camera.Picture;
import io.facephys.camera.portrait.PortraitScene;
import io.facephys.camera.portrait.PortraitVideo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class VideoInputTest {
  private static final int CENTRE_OF_FOREHEAD = 3 * PortraitScene.WIDTH / 2;
  private static final int FOREHEAD_ROW = 150;

  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource
  void aWrittenVideoIsReadBackWithItsTimesAndColours(PortraitVideo.Format format) {
    Path file = folder.resolve("portrait.mkv");
    PortraitScene scene = PortraitScene.of(List.of(70.0), /* seed= */ 1);
    PortraitVideo.write(file, scene, format, new PortraitVideo.Timing(25, 1), written -> {});

    List<Long> times = new ArrayList<>();
    try (VideoInput input = VideoInput.open(file.toString(), VideoInput.Pace.AT_ONCE, Map.of())) {
      for (Optional<Picture> next = input.next(); next.isPresent(); next = input.next()) {
        Picture picture = next.get();
        times.add(picture.captureTimeMicros());
        int skin = FOREHEAD_ROW * picture.strideBytes() + CENTRE_OF_FOREHEAD;
        // Painted as (224, 172, 140), with 2 % more or less light and noise.
        assertThat(picture.rgb().get(skin) & 0xFF).isCloseTo(224, within(16));
        assertThat(picture.rgb().get(skin + 1) & 0xFF).isCloseTo(172, within(16));
        assertThat(picture.rgb().get(skin + 2) & 0xFF).isCloseTo(140, within(16));
      }
    }
    assertThat(times).hasSize(25);
    for (int i = 1; i < times.size(); i++) {
      assertThat(times.get(i) - times.get(i - 1)).isCloseTo(40_000L, within(1_000L));
    }
    long sinceLast = System.currentTimeMillis() * 1000 - times.get(times.size() - 1);
    assertThat(sinceLast).as("the last picture is not from the future").isPositive();
  }

  @Test
  void anAddressThatDoesNotAnswerIsNamedWithoutItsPassword() {
    assertThatThrownBy(
            () ->
                VideoInput.open(
                    "http://admin:s3cret@127.0.0.1:1/x", VideoInput.Pace.REAL_TIME, Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(
            "'http://***@127.0.0.1:1/x': is the address right, and does it answer?")
        .hasMessageNotContaining("s3cret");
  }

  @Test
  void whatCannotBeOpenedIsNamed() throws Exception {
    Path text = Files.writeString(folder.resolve("text.avi"), "no video");
    assertThatThrownBy(() -> open(folder.resolve("none.avi"))).hasMessageContaining("none.avi");
    assertThatThrownBy(() -> open(text)).hasMessageContaining("text.avi");
  }

  private static VideoInput open(Path file) {
    return VideoInput.open(file.toString(), VideoInput.Pace.AT_ONCE, Map.of());
  }
}
