package io.facephys.engine.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.facephys.engine.Frames;
import io.facephys.engine.ModelFiles;
import io.facephys.engine.ModelFormatException;
import io.facephys.engine.PulseModel;
import io.facephys.engine.models.PulseModels;
import io.facephys.engine.recording.Recording;
import io.facephys.engine.recording.RecordingFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.Random;
import java.util.regex.Pattern;
import org.jetbrains.bio.npy.NpyFile;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Files with random damage are read right or refused: no hang, no memory for what is not there.
 * {@code -Dfacephys.mutations=100000} takes so many files of each kind.
 */
class MutatedFilesTest {
  private static final int MUTATIONS = Integer.getInteger("facephys.mutations", 500);
  private static final int WEIGHTS_MUTATIONS = Math.max(20, MUTATIONS / 50);
  private static final Duration NO_HANG = Duration.ofMinutes(1);
  private static final int FRAME_BYTES = 36 * 36 * 3;
  private static final Pattern FRAMES_HEADER =
      Pattern.compile("'descr': *'.?u1'.*'fortran_order': *False.*'shape': *\\(.*36");
  private static final Pattern TIMES_HEADER =
      Pattern.compile("'descr': *'[<>=|]i8'.*'fortran_order': *False");

  @TempDir private Path folder;

  private final Random random = new Random(20261126);

  @Test
  void framesAreThoseInTheFileOrTheFileIsRefused() throws IOException {
    Path file = folder.resolve("frames.npy");
    byte[] pixels = new byte[3 * FRAME_BYTES];
    random.nextBytes(pixels);
    NpyFile.write(file, pixels, new int[] {3, 36, 36, 3});
    // The library writes int8, for which it has no unsigned type.
    byte[] good = replaced(Files.readAllBytes(file), "i1", "u1");
    int read = 0;
    for (int i = 0; i < MUTATIONS; i++) {
      byte[] mutated = i == 0 ? good : mutated(good, 128);
      Files.write(file, mutated);
      Recording recording = orNull(() -> RecordingFiles.evenlyTimed(file, 30));
      if (recording != null) {
        read++;
        assertThat(header(mutated)).containsPattern(FRAMES_HEADER);
        ByteBuffer frames = ((Frames.ByteFrames) recording.frames()).values();
        byte[] end =
            Arrays.copyOfRange(mutated, mutated.length - frames.remaining(), mutated.length);
        assertThat(frames).isEqualTo(ByteBuffer.wrap(end));
        assertThat(frames.remaining()).isEqualTo(recording.length() * FRAME_BYTES);
      }
    }
    assertThat(read).isPositive();
  }

  @Test
  void timesAreThoseInTheFileOrTheFileIsRefused() throws IOException {
    Path frames = folder.resolve("three.npy");
    NpyFile.write(frames, new float[3 * FRAME_BYTES], new int[] {3, 36, 36, 3});
    Path file = folder.resolve("times.npy");
    NpyFile.write(file, new long[] {0, 33_333, 66_667}, new int[] {3});
    byte[] good = Files.readAllBytes(file);
    int read = 0;
    for (int i = 0; i < MUTATIONS; i++) {
      byte[] mutated = i == 0 ? good : mutated(good, 128);
      Files.write(file, mutated);
      Recording recording = orNull(() -> RecordingFiles.timed(frames, file));
      if (recording != null) {
        read++;
        assertThat(header(mutated)).containsPattern(TIMES_HEADER);
        assertThat(mutated.length).isEqualTo(good.length);
      }
    }
    assertThat(read).isPositive();
  }

  @Test
  void modelIsReadOrRefusedWithAReason() {
    ModelFiles good = TinyModel.files();
    for (int i = 0; i < MUTATIONS; i++) {
      byte[] state = Objects.requireNonNull(good.initialState());
      boolean ofState = i % 2 == 0;
      ModelFiles files =
          new ModelFiles(
              "mutated",
              ofState ? good.model() : mutated(good.model(), good.model().length),
              ofState ? mutated(state, state.length) : state);
      assertReadOrRefused(files);
    }
  }

  @Test
  void weightsAreReadOrRefusedWithAReason() {
    byte[] good = ModelFiles.ofDefault().model();
    for (int i = 0; i < WEIGHTS_MUTATIONS; i++) {
      assertReadOrRefused(new ModelFiles("mutated", mutated(good, 4096), null));
    }
  }

  private static void assertReadOrRefused(ModelFiles files) {
    assertTimeoutPreemptively(
        NO_HANG,
        () -> {
          try (PulseModel model = PulseModels.load(files)) {
            assertThat(model.initialState().firstNotFinite()).isEmpty();
          } catch (ModelFormatException e) {
            assertThat(e.getMessage()).isNotBlank();
          }
        });
  }

  private interface Reader {
    Recording read();
  }

  private static @Nullable Recording orNull(Reader reader) {
    return assertTimeoutPreemptively(
        NO_HANG,
        () -> {
          try {
            return reader.read();
          } catch (IllegalArgumentException e) {
            assertThat(e.getMessage()).isNotBlank();
            return null;
          }
        });
  }

  /** Damage of one kind, most of it in the first bytes, where the header is. */
  private byte[] mutated(byte[] good, int headerBytes) {
    byte[] bytes = good.clone();
    int place = random.nextInt(Math.min(headerBytes, bytes.length));
    switch (random.nextInt(6)) {
      case 0 -> {
        return Arrays.copyOf(bytes, random.nextInt(bytes.length));
      }
      case 1 -> {
        return Arrays.copyOf(bytes, bytes.length + 1 + random.nextInt(100));
      }
      case 2 -> bytes[place] ^= (byte) (1 << random.nextInt(8));
      case 3 -> bytes[place] = (byte) ('0' + random.nextInt(10));
      case 4 -> {
        for (int i = place; i < Math.min(bytes.length, place + 4); i++) {
          bytes[i] = (byte) random.nextInt();
        }
      }
      default -> {
        byte[] longer = Arrays.copyOf(bytes, bytes.length + 8);
        System.arraycopy(bytes, place, longer, place + 8, bytes.length - place);
        Arrays.fill(longer, place, place + 8, (byte) '9');
        return longer;
      }
    }
    return bytes;
  }

  private static byte[] replaced(byte[] bytes, String from, String to) {
    return new String(bytes, StandardCharsets.ISO_8859_1)
        .replaceFirst(from, to)
        .getBytes(StandardCharsets.ISO_8859_1);
  }

  private static String header(byte[] bytes) {
    int end = Math.min(bytes.length, 256);
    return new String(bytes, 0, end, StandardCharsets.ISO_8859_1);
  }
}
