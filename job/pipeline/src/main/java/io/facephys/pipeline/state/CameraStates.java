package io.facephys.pipeline.state;

import io.facephys.engine.PulseModel;
import io.facephys.engine.PulseState;
import io.facephys.pipeline.record.SubjectMessage;
import io.facephys.pipeline.time.CameraClock;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.common.typeutils.base.StringSerializer;
import org.jspecify.annotations.Nullable;

/**
 * All that is stored of the subject whose turn it is in Flink: for each of its cameras what the
 * model remembers and where the camera stands in time, and the chunks that wait. Names are frozen:
 * savepoints name them.
 */
public final class CameraStates {
  /** What the model remembers, by camera. */
  public static final String CAMERA_SSM_STATE = "camera-ssm-state";

  /** Where the camera stands in time, by camera. */
  public static final String CAMERA_CLOCK = "camera-clock";

  /** Chunks that wait for earlier ones. */
  public static final String WAITING_CHUNKS = "waiting-chunks";

  /** What the model remembers, as the first release stored it: one for all cameras. */
  public static final String SSM_STATE = "ssm-state";

  /** When the subject was last seen, as the first release stored it. */
  public static final String SUBJECT_CLOCK = "subject-clock";

  private final MapState<String, PulseState> states;
  private final MapState<String, CameraClock> clocks;
  private final MapState<WaitingChunk, SubjectMessage> waiting;
  private final ValueState<PulseState> firstReleaseState;
  private final ValueState<SubjectClock> firstReleaseClock;
  private final LiveCounts live;

  public CameraStates(RuntimeContext context, PulseModel model, LiveCounts live) {
    PulseStateSerializer serializer = PulseStateSerializer.of(model);
    states =
        context.getMapState(
            new MapStateDescriptor<>(CAMERA_SSM_STATE, StringSerializer.INSTANCE, serializer));
    clocks =
        context.getMapState(
            new MapStateDescriptor<>(
                CAMERA_CLOCK, Types.STRING, TypeInformation.of(CameraClock.class)));
    waiting =
        context.getMapState(
            new MapStateDescriptor<>(
                WAITING_CHUNKS,
                TypeInformation.of(WaitingChunk.class),
                TypeInformation.of(SubjectMessage.class)));
    firstReleaseState = context.getState(new ValueStateDescriptor<>(SSM_STATE, serializer));
    firstReleaseClock =
        context.getState(new ValueStateDescriptor<>(SUBJECT_CLOCK, SubjectClock.class));
    this.live = live;
  }

  /** Where the camera stands; the state of the first release becomes that of the first camera. */
  public CameraClock clock(String cameraId, long nowMillis) throws Exception {
    SubjectClock old = valueOf(firstReleaseClock);
    if (old != null) {
      PulseState state = valueOf(firstReleaseState);
      clearFirstRelease();
      if (state != null) {
        putState(cameraId, state, true);
        return CameraClock.ofFirstRelease(old.lastCaptureMicros(), old.frames(), nowMillis);
      }
    }
    CameraClock known = valueOf(clocks, cameraId);
    return known == null ? CameraClock.unseen(nowMillis) : known;
  }

  public void putClock(String cameraId, CameraClock clock) throws Exception {
    clocks.put(cameraId, clock);
  }

  public @Nullable PulseState state(String cameraId) throws Exception {
    return valueOf(states, cameraId);
  }

  /**
   * Stores what the model remembers.
   *
   * @param first whether nothing is stored yet; asking the state itself would read all of it
   */
  public void putState(String cameraId, PulseState state, boolean first) throws Exception {
    if (first) {
      live.addStates(1);
    }
    states.put(cameraId, state);
  }

  public void park(WaitingChunk place, SubjectMessage message) throws Exception {
    waiting.put(place, message);
    live.addWaiting(1);
  }

  /** Takes a waiting chunk out. */
  public SubjectMessage unpark(WaitingChunk place) throws Exception {
    SubjectMessage message = valueOf(waiting, place);
    if (message == null) {
      throw new IllegalStateException("no chunk waits as " + place);
    }
    waiting.remove(place);
    live.addWaiting(-1);
    return message;
  }

  /** Cameras of which anything is stored, sorted. */
  public List<String> cameras() throws Exception {
    List<String> cameras = new ArrayList<>();
    clocks.keys().forEach(cameras::add);
    return cameras.stream().sorted().toList();
  }

  /** Removes all that is stored of a camera; how many chunks of it waited. */
  public int remove(String cameraId, CameraClock clock) throws Exception {
    for (long sequence : clock.waitingSequences().toArray()) {
      waiting.remove(new WaitingChunk(cameraId, sequence));
    }
    live.addWaiting(-clock.waitingCount());
    if (clock.hasFrames()) {
      states.remove(cameraId);
      live.addStates(-1);
    }
    clocks.remove(cameraId);
    return clock.waitingCount();
  }

  /** Removes what the first release stored. */
  public void clearFirstRelease() {
    firstReleaseState.clear();
    firstReleaseClock.clear();
  }

  private static <T> @Nullable T valueOf(ValueState<T> state) throws Exception {
    return state.value();
  }

  private static <K, V> @Nullable V valueOf(MapState<K, V> state, K key) throws Exception {
    return state.get(key);
  }
}
