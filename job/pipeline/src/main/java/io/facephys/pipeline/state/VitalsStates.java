package io.facephys.pipeline.state;

import io.facephys.engine.Internal;
import io.facephys.engine.vitals.CameraFusion;
import io.facephys.engine.vitals.CameraVitals;
import java.util.List;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeutils.base.StringSerializer;
import org.jspecify.annotations.Nullable;

/**
 * All that operator {@code vitals} stores of the current key's subject: wave and beats of each
 * camera, and the cameras' last rates.
 */
@Internal
public final class VitalsStates {
  /** Wave and beats, by camera. */
  @Frozen public static final String CAMERA_VITALS = "camera-vitals";

  /** The last rates of all cameras. */
  @Frozen public static final String CAMERA_FUSION = "camera-fusion";

  private final MapState<String, CameraVitals> cameras;
  private final ValueState<CameraFusion> fusion;

  public VitalsStates(RuntimeContext context) {
    cameras =
        context.getMapState(
            new MapStateDescriptor<>(
                CAMERA_VITALS,
                StringSerializer.INSTANCE,
                EncryptedSerializer.ifKeysAreGiven(CameraVitalsSerializer.INSTANCE)));
    fusion =
        context.getState(
            new ValueStateDescriptor<>(CAMERA_FUSION, CameraFusionSerializer.INSTANCE));
  }

  /** What is stored of a camera; null if nothing is. */
  public @Nullable CameraVitals camera(String cameraId) throws Exception {
    return cameras.get(cameraId);
  }

  public void putCamera(String cameraId, CameraVitals vitals) throws Exception {
    cameras.put(cameraId, vitals);
  }

  /** The cameras' last rates. */
  public CameraFusion fusion() throws Exception {
    CameraFusion known = stored();
    return known == null ? CameraFusion.NONE : known;
  }

  private @Nullable CameraFusion stored() throws Exception {
    return fusion.value();
  }

  public void putFusion(CameraFusion next) throws Exception {
    fusion.update(next);
  }

  /** Removes all that is stored of some cameras. */
  public void remove(List<String> cameraIds) throws Exception {
    for (String cameraId : cameraIds) {
      cameras.remove(cameraId);
    }
    CameraFusion rest = fusion().without(cameraIds);
    if (rest.rows().isEmpty()) {
      fusion.clear();
    } else {
      fusion.update(rest);
    }
  }
}
