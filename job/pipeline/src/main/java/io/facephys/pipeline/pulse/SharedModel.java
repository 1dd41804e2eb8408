package io.facephys.pipeline.pulse;

import io.facephys.engine.ModelFormatException;
import io.facephys.engine.ProviderException;
import io.facephys.engine.PulseModel;
import io.facephys.pipeline.config.ModelLocation;
import io.facephys.schemas.CropContract;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.runtime.execution.SuppressRestartsException;

/**
 * One model for all slots of a JVM: the first user loads it, the last one frees it. Any number of
 * threads may use it.
 */
final class SharedModel implements AutoCloseable {
  private static final Map<ModelLocation, SharedModel> LOADED = new HashMap<>();

  private final ModelLocation location;
  private final PulseModel model;
  private int users;

  private SharedModel(ModelLocation location, PulseModel model) {
    this.location = location;
    this.model = model;
  }

  /**
   * The model at {@code location}, loaded if it is not yet; each call needs one {@link #close()}.
   */
  static SharedModel acquire(ModelLocation location) throws IOException {
    synchronized (LOADED) {
      SharedModel shared = LOADED.get(location);
      if (shared == null) {
        shared = new SharedModel(location, loadOnce(location));
        LOADED.put(location, shared);
      }
      shared.users++;
      return shared;
    }
  }

  private static PulseModel loadOnce(ModelLocation location) throws IOException {
    try {
      return load(location);
    } catch (ModelFormatException | ProviderException e) {
      throw new SuppressRestartsException(e); // a restart would find the same file
    }
  }

  private static PulseModel load(ModelLocation location) throws IOException {
    PulseModel model = location.load();
    if (model.frameHeight() != CropContract.HEIGHT || model.frameWidth() != CropContract.WIDTH) {
      model.close();
      throw new ModelFormatException(
          "model '%s' takes frames of %d x %d pixels; topic face-chunks carries %d x %d"
              .formatted(
                  model.identity().name(),
                  model.frameHeight(),
                  model.frameWidth(),
                  CropContract.HEIGHT,
                  CropContract.WIDTH));
    }
    return model;
  }

  PulseModel model() {
    return model;
  }

  @Override
  public void close() {
    synchronized (LOADED) {
      users--;
      if (users == 0) {
        LOADED.remove(location);
        model.close();
      }
    }
  }
}
