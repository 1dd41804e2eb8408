package io.facephys.pipeline;

import io.facephys.engine.ModelFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import org.apache.flink.core.fs.FSDataInputStream;
import org.apache.flink.core.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where the model's files are: both are paths or URIs that Flink's file systems read on every
 * TaskManager, or both are absent for the weights in the jar.
 *
 * @param model ONNX, frame by frame
 * @param initialState gzip JSON
 */
public record ModelLocation(@Nullable String model, @Nullable String initialState)
    implements Serializable {
  /** The weights in the jar. */
  public static final ModelLocation DEFAULT = new ModelLocation(null, null);

  public ModelLocation {
    if ((model == null) != (initialState == null)) {
      throw new IllegalArgumentException(
          "model is '%s' and initial state is '%s': a model and its initial state belong together, give both or none"
              .formatted(model, initialState));
    }
  }

  /** Reads both files. */
  public ModelFiles read() throws IOException {
    if (model == null || initialState == null) {
      return ModelFiles.ofDefault();
    }
    return new ModelFiles(
        ModelFiles.nameOf(new Path(model).getName()), read(model), read(initialState));
  }

  private static byte[] read(String location) throws IOException {
    Path path = new Path(location);
    try (FSDataInputStream in = path.getFileSystem().open(path)) {
      return ((InputStream) in).readAllBytes();
    }
  }
}
