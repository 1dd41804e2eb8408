package io.facephys.cli.infer;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.facephys.cli.FacePhys;
import io.facephys.engine.ModelFiles;
import io.facephys.engine.PulseModel;
import io.facephys.engine.models.PulseModels;
import io.facephys.engine.weights.StateFile;
import io.facephys.schemas.JsonFormat;
import io.facephys.schemas.VitalSigns;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jetbrains.bio.npy.NpyFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

final class InferCommandTest {
  private static final Path ROOT = Path.of(System.getProperty("facephys.root"));
  private static final Path CLIP = ROOT.resolve("weights/clip");
  private static final String FRAMES = "--frames=" + CLIP.resolve("frames.npy");
  private static final String TIMES = "--timestamps=" + CLIP.resolve("timestamps.npy");

  /** How far float16 states may take the wave. */
  private static final float WAVE_BOUND = 0.01f;

  /** How far that may take a rate, beats a minute, or a share. */
  private static final double RATE_BOUND = 0.05;

  @TempDir private Path folder;

  private final StringWriter errors = new StringWriter();

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 30, 300})
  void waveIsTheReferenceForAnyChunk(int chunk) {
    Path wave = folder.resolve("wave.npy");
    assertThat(infer(FRAMES, TIMES, "--chunk=" + chunk, "--wave-out=" + wave)).isZero();
    assertThat(floats(wave)).containsExactly(floats(CLIP.resolve("wave.npy")), within(WAVE_BOUND));
  }

  @Test
  void float32StatesGiveTheReferenceFrameByFrameToo() {
    Path wave = folder.resolve("wave.npy");
    assertThat(infer(FRAMES, TIMES, "--chunk=1", "--state-precision=float32", "--wave-out=" + wave))
        .isZero();
    assertThat(floats(wave)).containsExactly(floats(CLIP.resolve("wave.npy")), within(1e-3f));
  }

  @Test
  void floatsWithALeadingAxisGiveTheSameWave() {
    byte[] bytes = NpyFile.read(CLIP.resolve("frames.npy"), 1 << 20).asByteArray();
    float[] scaled = new float[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      scaled[i] = (bytes[i] & 0xFF) / 255f;
    }
    Path frames = folder.resolve("floats.npy");
    NpyFile.write(frames, scaled, new int[] {1, 120, 36, 36, 3});
    Path wave = folder.resolve("wave.npy");
    assertThat(infer("--frames=" + frames, TIMES, "--wave-out=" + wave)).isZero();
    assertThat(floats(wave)).containsExactly(floats(CLIP.resolve("wave.npy")), within(WAVE_BOUND));
  }

  @Test
  void stateFileThatIsWrittenStartsTheNextRunWhereThisOneEnded() throws Exception {
    Path state = folder.resolve("state.gz");
    assertThat(infer(FRAMES, TIMES, "--state-out=" + state)).isZero();
    try (PulseModel model = PulseModels.load(ModelFiles.ofDefault());
        InputStream in = Files.newInputStream(state)) {
      assertThat(StateFile.read(in, model.stateLayout())).isNotEqualTo(model.initialState());
    }
    String weights = ROOT.resolve("weights/pulse.weights.h5").toString();
    assertThat(infer(FRAMES, TIMES, "--model=" + weights, "--initial-state=" + state)).isZero();
  }

  @Test
  void vitalSignsAndBeatsAreWrittenAsTheTopicsHaveThem() throws Exception {
    Path plot = folder.resolve("vitals.png");
    List<VitalSigns> rows = vitalSigns(30, "--plot=" + plot);

    assertThat(rows).extracting(row -> row.getWindowEnd().getEpochSecond()).contains(1L, 23L);
    assertThat(rows.get(0).getPulseRateAbsentReason()).isEqualTo("WARMING_UP");
    assertThat(rows.get(rows.size() - 1).getPulseRateBpm()).isCloseTo(75, within(1.5));
    assertThat(Files.readAllLines(folder.resolve("beats.jsonl"))).hasSizeBetween(22, 26);
    assertThat(plot).isNotEmptyFile();
  }

  /** The wave differs by rounding, and rates by what that explains. */
  @ParameterizedTest
  @ValueSource(ints = {1, 7, 300})
  void chunksOfAnyLengthGiveTheSameRows(int chunk) throws Exception {
    List<VitalSigns> expected = vitalSigns(30);
    List<VitalSigns> rows = vitalSigns(chunk);

    assertThat(rows)
        .usingRecursiveComparison()
        .withEqualsForType((a, b) -> Math.abs(a - b) <= RATE_BOUND, Double.class)
        .isEqualTo(expected);
  }

  /** Of the clip, repeated: it holds five whole beats. */
  private List<VitalSigns> vitalSigns(int chunk, String... more) throws Exception {
    int times = 6;
    byte[] clip = NpyFile.read(CLIP.resolve("frames.npy"), 1 << 20).asByteArray();
    byte[] bytes = new byte[times * clip.length];
    for (int i = 0; i < times; i++) {
      System.arraycopy(clip, 0, bytes, i * clip.length, clip.length);
    }
    Path frames = folder.resolve("long.npy");
    NpyFile.write(frames, bytes, new int[] {times * 120, 36, 36, 3});
    Path vitals = folder.resolve("vitals.jsonl");
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--frames=" + frames,
                "--chunk=" + chunk,
                "--vitals-out=" + vitals,
                "--beats-out=" + folder.resolve("beats.jsonl")));
    arguments.addAll(List.of(more));
    assertThat(infer(arguments.toArray(String[]::new))).isZero();

    List<VitalSigns> rows = new ArrayList<>();
    for (String line : Files.readAllLines(vitals)) {
      rows.add(new JsonFormat<>(VitalSigns.class).decode(line.getBytes(UTF_8)));
    }
    return rows;
  }

  @Test
  void plotIsWritten() {
    Path plot = folder.resolve("wave.png");
    assertThat(infer(FRAMES, TIMES, "--plot=" + plot)).isZero();
    assertThat(plot).isNotEmptyFile();
  }

  @Test
  void whatIsWrongIsSaidWithItsRemedy() {
    assertSays("does not exist", "--frames=" + folder.resolve("none.npy"));
    Path flat = write("flat.npy", new float[] {0, 1}, 2);
    assertSays("shape [T, 36, 36, 3]", "--frames=" + flat);
    Path loud = write("loud.npy", filled(2f), 1, 36, 36, 3);
    assertSays("divide by 255", "--frames=" + loud);
    assertSays("one per frame", FRAMES, "--timestamps=" + flat);
    assertSays("float16", FRAMES, "--state-precision=8");
    assertSays("or give --provider cpu", FRAMES, "--provider=tensorrt");
    assertSays("1 or more", FRAMES, "--chunk=0");
    assertSays("1 to 1000", FRAMES, "--fps=0");
    assertSays("mutually exclusive", FRAMES, TIMES, "--fps=30");
    assertSays("give both", FRAMES, "--initial-state=s.gz");
    assertSays("No such file", FRAMES, "--model=m.onnx", "--initial-state=s.gz");
    String notAModel = CLIP.resolve("wave.npy").toString();
    assertSays("cannot load it", FRAMES, "--model=" + notAModel, "--initial-state=" + notAModel);
  }

  @ParameterizedTest
  @ValueSource(strings = {"--wave-out", "--state-out", "--vitals-out", "--beats-out", "--plot"})
  void fileThatCannotBeWrittenIsRefusedBeforeTheWork(String option) {
    Path other = folder.resolve("other");
    String otherOption = option.equals("--wave-out") ? "--state-out=" : "--wave-out=";
    assertSays("none", FRAMES, otherOption + other, option + "=" + folder.resolve("none/file"));
    assertThat(other).doesNotExist();
  }

  /** Each of these gave a wave of frames that are not there, a stack trace, or no end. */
  @Test
  void fileThatDoesNotHoldWhatItsHeaderSaysIsRefusedInOneLine() throws Exception {
    byte[] frames = Files.readAllBytes(CLIP.resolve("frames.npy"));
    byte[] times = Files.readAllBytes(CLIP.resolve("timestamps.npy"));
    assertOneLine("--frames=" + write(Arrays.copyOf(frames, frames.length - 3888)));
    assertOneLine("--frames=" + write(Arrays.copyOf(frames, frames.length + 1)));
    assertOneLine("--frames=" + write(Arrays.copyOf(frames, 5)));
    assertOneLine("--frames=" + write(withText(frames, "(120,", "(99999999,")));
    byte[] longHeader = frames.clone();
    longHeader[6] = 2; // version 2 has a length of four bytes
    longHeader[11] = 0x7F;
    assertOneLine("--frames=" + write(longHeader));
    assertOneLine(FRAMES, "--timestamps=" + write(Arrays.copyOf(times, times.length - 3)));
  }

  private void assertOneLine(String... arguments) {
    errors.getBuffer().setLength(0);
    assertThat(infer(arguments)).isOne();
    assertThat(errors.toString().lines()).singleElement().asString().startsWith("facephys: '");
  }

  private Path write(byte[] bytes) throws Exception {
    return Files.write(folder.resolve("damaged.npy"), bytes);
  }

  /** Another text in the header, which keeps its length: it is filled up with spaces. */
  private static byte[] withText(byte[] file, String from, String to) {
    String text = new String(file, ISO_8859_1);
    return text.replace(from, to)
        .replaceFirst(" {%d}\n".formatted(to.length() - from.length()), "\n")
        .getBytes(ISO_8859_1);
  }

  private void assertSays(String expected, String... arguments) {
    errors.getBuffer().setLength(0);
    assertThat(infer(arguments)).isNotZero();
    assertThat(errors.toString()).contains(expected).doesNotContain("\tat ");
  }

  private int infer(String... arguments) {
    CommandLine commandLine = FacePhys.commandLine().setErr(new PrintWriter(errors, true));
    return commandLine.execute(
        Stream.concat(Stream.of("infer"), Arrays.stream(arguments)).toArray(String[]::new));
  }

  private Path write(String name, float[] values, int... shape) {
    Path file = folder.resolve(name);
    NpyFile.write(file, values, shape);
    return file;
  }

  private static float[] filled(float value) {
    float[] values = new float[36 * 36 * 3];
    Arrays.fill(values, value);
    return values;
  }

  private static float[] floats(Path file) {
    return NpyFile.read(file, 1 << 20).asFloatArray();
  }
}
