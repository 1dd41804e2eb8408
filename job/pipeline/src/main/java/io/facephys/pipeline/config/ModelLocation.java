package io.facephys.pipeline.config;

import io.facephys.engine.EngineOptions;
import io.facephys.engine.ModelFiles;
import io.facephys.engine.ModelFormatException;
import io.facephys.engine.ProviderException;
import io.facephys.engine.PulseModel;
import io.facephys.engine.models.PulseModels;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import org.apache.flink.core.fs.FSDataInputStream;
import org.apache.flink.core.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where the model's files are, as paths or URIs that Flink's file systems read on every
 * TaskManager, and how to run it.
 *
 * @param model FacePhys weights (HDF5) or ONNX, frame by frame; absent for the weights in the jar
 * @param initialState gzip JSON; needed with ONNX, absent for the state that is in the weights
 * @param engine how to run it
 */
public record ModelLocation(
    @Nullable String model, @Nullable String initialState, EngineOptions engine)
    implements Serializable {
  /** The weights in the jar. */
  public static final ModelLocation DEFAULT = new ModelLocation(null, null);

  public ModelLocation {
    if (model == null && initialState != null) {
      throw new IllegalArgumentException(
          "the initial state is '%s' and there is no model: a state belongs to a model, give both"
              .formatted(initialState));
    }
  }

  /** A model with the default way to run it. */
  public ModelLocation(@Nullable String model, @Nullable String initialState) {
    this(model, initialState, EngineOptions.DEFAULT);
  }

  /**
   * Reads the files and opens the model.
   *
   * @throws ModelFormatException if the files do not fit
   * @throws ProviderException if the provider is not available here
   */
  public PulseModel load() throws IOException {
    return PulseModels.load(files(), engine);
  }

  private ModelFiles files() throws IOException {
    if (model == null) {
      return ModelFiles.ofDefault();
    }
    return new ModelFiles(
        ModelFiles.nameOf(new Path(model).getName()),
        read(model),
        initialState == null ? null : read(initialState));
  }

  private static byte[] read(String location) throws IOException {
    Path path = new Path(location);
    try (FSDataInputStream in = path.getFileSystem().open(path)) {
      return ((InputStream) in).readAllBytes();
    }
  }
}
