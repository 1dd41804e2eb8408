package io.facephys.cli.check;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.facephys.camera.face.CascadeFaceDetector;
import io.facephys.camera.face.FaceDetector;
import io.facephys.camera.portrait.PortraitScene;
import io.facephys.camera.portrait.PortraitVideo.Format;
import io.facephys.engine.recording.Recording;
import io.facephys.testbed.simulation.SimulatedRecording;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Each fault is found where job/camera/README.md says, and nowhere else. */
final class StreamCheckTest {
  private static final String OTHER_PULSE = "another pulse than `--expect-bpm`";
  private static final String CODEC = "H.264 before the crop";
  private static final String NO_CHUNK = "a record that holds no chunk";
  private static final double RATE_BPM = 84;
  private static final double SECONDS = 11;
  private static final Map<String, ConfusionTable.Row> TABLE = ConfusionTable.read();

  private static List<SentChunk> clean;
  private static FaceDetector detector;

  @BeforeAll
  static void paint() {
    detector = new CascadeFaceDetector();
    clean = PaintedStream.of(scene(RATE_BPM), 30, SECONDS).get(0);
  }

  @AfterAll
  static void close() {
    detector.close();
  }

  @Test
  void theTableHasEachFault() {
    Stream<String> injected = Arrays.stream(InjectedFault.values()).map(InjectedFault::toString);
    assertThat(TABLE.keySet())
        .containsExactlyElementsOf(
            Stream.concat(injected, Stream.of(CODEC, OTHER_PULSE, NO_CHUNK)).toList());
  }

  @ParameterizedTest
  @EnumSource
  void eachFaultIsFoundAndNamed(InjectedFault fault) {
    assertFound(fault.toString(), faults(fault.injectedInto(clean), RATE_BPM));
  }

  @Test
  void anotherPulseThanTheExpectedOneIsFound() {
    assertFound(OTHER_PULSE, faults(clean, RATE_BPM + 20));
  }

  @Test
  void aVideoCodecIsFoundAndMjpegIsNot(@TempDir Path folder) {
    PortraitScene scene = scene(RATE_BPM);
    assertThat(faults(PaintedStream.through(Format.MJPEG, scene, folder), RATE_BPM)).isEmpty();
    assertFound(CODEC, faults(PaintedStream.through(Format.H264_HIGH, scene, folder), RATE_BPM));
  }

  @Test
  void aRecordThatHoldsNoChunkIsFound() {
    StreamCheck check = new StreamCheck();
    clean.forEach(check::add);
    check.addMalformed("frames are 32 x 32 pixels");
    assertFound(NO_CHUNK, found(check, RATE_BPM));
  }

  @Test
  void aCleanStreamHasNoFault() {
    assertThat(faults(clean, RATE_BPM)).isEmpty();
  }

  /** The middle one of three people has dark skin. */
  @ParameterizedTest
  @CsvSource({"25, 66 93 75", "60, 72"})
  void cleanStreamsOfOtherFrameRatesHaveNoFault(double framesPerSecond, String rates) {
    double[] bpm = Arrays.stream(rates.split(" ")).mapToDouble(Double::parseDouble).toArray();
    List<List<SentChunk>> streams = PaintedStream.of(scene(bpm), framesPerSecond, SECONDS);

    assertThat(streams).hasSize(bpm.length);
    for (int i = 0; i < bpm.length; i++) {
      assertThat(faults(streams.get(i), bpm[i])).as("%s bpm", bpm[i]).isEmpty();
    }
  }

  /** The cascade does not know some of these faces; their pulse shows that they are there. */
  @Test
  void simulatedCamerasHaveNoFault() {
    Set<Finding.Verdict> verdicts = new TreeSet<>();
    for (int seed = 1; seed <= 16; seed++) {
      double bpm = 52 + 3.5 * seed;
      StreamCheck check = new StreamCheck();
      simulated(bpm, seed).forEach(check::add);
      assertThat(found(check, bpm)).as("seed %d", seed).isEmpty();
      verdicts.add(verdict(check, Point.FACE));
    }
    assertThat(verdicts).containsExactly(Finding.Verdict.OK, Finding.Verdict.NOT_MEASURED);
  }

  private static List<SentChunk> simulated(double bpm, int seed) {
    Recording face =
        SimulatedRecording.recording(bpm, seed, /* seconds= */ 12, 1_800_000_000_000_000L);
    int chunkFrames = 15;
    List<SentChunk> chunks = new ArrayList<>();
    for (int from = 0; from < face.length(); from += chunkFrames) {
      long[] times = Arrays.copyOfRange(face.captureTimesMicros(), from, from + chunkFrames);
      ByteBuffer values = face.bytes(from, from + chunkFrames);
      byte[] frames = new byte[values.remaining()];
      values.get(frames);
      long sentMillis = times[chunkFrames - 1] / 1000 + 50;
      chunks.add(new SentChunk(chunks.size(), times, frames, sentMillis));
    }
    return chunks;
  }

  private static PortraitScene scene(double... ratesBpm) {
    return PortraitScene.of(Arrays.stream(ratesBpm).boxed().toList(), /* seed= */ 1);
  }

  private static void assertFound(String fault, Set<Point> found) {
    ConfusionTable.Row row = requireNonNull(TABLE.get(fault), fault);
    assertThat(found).contains(row.point()).allMatch(row::allows);
  }

  private static Set<Point> faults(List<SentChunk> chunks, double expectedBpm) {
    StreamCheck check = new StreamCheck();
    chunks.forEach(check::add);
    return found(check, expectedBpm);
  }

  private static Set<Point> found(StreamCheck check, double expectedBpm) {
    return check.findings(OptionalDouble.of(expectedBpm), detector).stream()
        .filter(finding -> finding.verdict() == Finding.Verdict.FAULT)
        .map(Finding::point)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Finding.Verdict verdict(StreamCheck check, Point point) {
    return check.findings(OptionalDouble.empty(), detector).stream()
        .filter(finding -> finding.point() == point)
        .findFirst()
        .orElseThrow()
        .verdict();
  }
}
