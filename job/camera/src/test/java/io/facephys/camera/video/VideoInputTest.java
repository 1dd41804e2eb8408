package io.facephys.camera.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.facephys.camera.Picture;
import io.facephys.camera.portrait.PortraitScene;
import io.facephys.camera.portrait.PortraitVideo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class VideoInputTest {
  private static final int CENTRE_OF_FOREHEAD = 3 * PortraitScene.WIDTH / 2;
  private static final int FOREHEAD_ROW = 150;

  private static final VideoOptions AT_ONCE = VideoOptions.of(VideoOptions.Pace.AT_ONCE);

  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource
  void aWrittenVideoIsReadBackWithItsTimesAndColours(PortraitVideo.Format format) {
    Path file = folder.resolve("portrait.mkv");
    PortraitScene scene = PortraitScene.of(List.of(70.0), /* seed= */ 1);
    PortraitVideo.write(file, scene, format, new PortraitVideo.Timing(25, 1), written -> {});

    List<Long> times = new ArrayList<>();
    try (VideoInput input = VideoInput.open(file.toString(), AT_ONCE)) {
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
                    "http://admin:s3cret@127.0.0.1:1/x",
                    VideoOptions.of(VideoOptions.Pace.REAL_TIME)))
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

  /** FFmpeg would say 25 frames/s, without a word. */
  @ParameterizedTest
  @ValueSource(strings = {"raw.mjpeg", "raw.h264", "parts.mjpg"})
  void aFileWithoutTimesIsRefusedAndReadAtTheRateThatIsGiven(String name) throws Exception {
    Path file = folder.resolve(name);
    TestVideo.write(file, 15, 30, Map.of());

    assertThatThrownBy(() -> open(file))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(name)
        .hasMessageContaining("carry no times")
        .hasMessageContaining("--times fps=30");
    assertThatThrownBy(() -> VideoInput.open(file.toString(), AT_ONCE.withTimes(TimeSource.STREAM)))
        .hasMessageContaining("carry no times");

    TimeSource rate = TimeSource.ofFrameRate(15);
    assertThat(intervals(file.toString(), AT_ONCE.withTimes(rate)))
        .hasSizeBetween(28, 29)
        .allSatisfy(interval -> assertThat(interval).isCloseTo(66_667, within(1L)));
  }

  @Test
  void aFileHasNoTimesOfArrival() throws Exception {
    Path file = folder.resolve("portrait.mkv");
    TestVideo.write(file, 15, 3, Map.of());
    assertThatThrownBy(
            () -> VideoInput.open(file.toString(), AT_ONCE.withTimes(TimeSource.ARRIVAL)))
        .hasMessageContaining("do not arrive as they were taken");
  }

  @ParameterizedTest
  @EnumSource(VideoOptions.Pace.class)
  void aRecordingWhoseTimesStartAnywhereIsOfNow(VideoOptions.Pace pace) throws Exception {
    Path file = folder.resolve("late.ts");
    TestVideo.write(file, 25, 25, Map.of("output_ts_offset", "5000"));

    List<Long> times = times(file.toString(), VideoOptions.of(pace));
    assertThat(times).hasSize(25);
    long now = System.currentTimeMillis() * 1000;
    assertThat(times.get(24)).isBetween(now - 10_000_000, now + 100_000);
    assertThat(times.get(24) - times.get(0)).isCloseTo(960_000, within(1_000L));
  }

  /** As where two recordings were joined. */
  @Test
  void recordingsThatWereJoinedAreApart() throws Exception {
    Path first = folder.resolve("first.ts");
    TestVideo.write(first, 25, 75, Map.of("output_ts_offset", "5000"));
    Path second = folder.resolve("second.ts");
    TestVideo.write(second, 25, 75, Map.of());
    Path joined = folder.resolve("joined.ts");
    Files.write(joined, Files.readAllBytes(first));
    Files.write(joined, Files.readAllBytes(second), StandardOpenOption.APPEND);

    List<Long> intervals = intervals(joined.toString(), AT_ONCE);
    assertThat(intervals).hasSizeBetween(145, 149);
    assertThat(intervals).filteredOn(interval -> interval > 1_000_000).hasSize(1);
    assertThat(intervals)
        .filteredOn(interval -> Math.abs(interval - 40_000) < 1_000)
        .hasSizeGreaterThan(143);
    assertThat(intervals).allMatch(interval -> interval < 3_000_000);
  }

  @Test
  void filesAreFoundByAnyNameAndByTheirAddress() throws Exception {
    Path file = folder.resolve("12:30:00 left.mkv");
    TestVideo.write(folder.resolve("plain.mkv"), 25, 5, Map.of());
    Files.move(folder.resolve("plain.mkv"), file);

    assertThat(times(file.toString(), AT_ONCE)).hasSize(5);
    assertThat(times(file.toUri().toString(), AT_ONCE)).hasSize(5);
    assertThat(times("file://" + file, AT_ONCE)).hasSize(5);
    assertThat(VideoInput.isFile(file.toUri().toString())).isTrue();
  }

  private static List<Long> times(String input, VideoOptions options) {
    List<Long> times = new ArrayList<>();
    try (VideoInput video = VideoInput.open(input, options)) {
      for (Optional<Picture> next = video.next(); next.isPresent(); next = video.next()) {
        times.add(next.get().captureTimeMicros());
      }
    }
    return times;
  }

  private static List<Long> intervals(String input, VideoOptions options) {
    List<Long> times = times(input, options);
    List<Long> intervals = new ArrayList<>();
    for (int i = 1; i < times.size(); i++) {
      intervals.add(times.get(i) - times.get(i - 1));
    }
    return intervals;
  }

  private static VideoInput open(Path file) {
    return VideoInput.open(file.toString(), AT_ONCE);
  }
}
