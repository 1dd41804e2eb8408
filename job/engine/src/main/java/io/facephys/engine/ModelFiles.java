package io.facephys.engine;

import io.facephys.engine.weights.StateFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The files of a model, in memory.
 *
 * @param name of the model, for logs and output
 * @param model FacePhys weights (HDF5), or a frame-by-frame ONNX model
 * @param initialState the state that subjects start from, gzip JSON ({@link StateFile}); if absent,
 *     the one in the weights
 */
public record ModelFiles(String name, byte[] model, byte @Nullable [] initialState) {
  private static final String DEFAULT_NAME = "own-2";

  /** The project's own weights, which are in the jar. */
  public static ModelFiles ofDefault() {
    return new ModelFiles(DEFAULT_NAME, resource("pulse.weights.h5"), null);
  }

  /** Files that the user names; the model is named after its file, without the extension. */
  public static ModelFiles of(Path model, @Nullable Path initialState) throws IOException {
    return new ModelFiles(
        nameOf(model.getFileName().toString()),
        Files.readAllBytes(model),
        initialState == null ? null : Files.readAllBytes(initialState));
  }

  /** A model's name, from the name of its file. */
  public static String nameOf(String fileName) {
    return fileName.replaceFirst("\\.(onnx|weights\\.h5|h5)$", "");
  }

  private static byte[] resource(String name) {
    try (InputStream in = ModelFiles.class.getResourceAsStream("/io/facephys/weights/" + name)) {
      if (in == null) {
        throw new IllegalStateException("the jar lacks its default weights: " + name);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
