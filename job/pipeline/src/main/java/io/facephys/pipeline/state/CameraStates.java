package io.facephys.pipeline.state;

import io.facephys.engine.Internal;
import io.facephys.engine.PulseModel;
import io.facephys.engine.PulseState;
import io.facephys.pipeline.record.SubjectMessage;
import io.facephys.pipeline.time.CameraClock;
import io.facephys.pipeline.time.ChunkOrder;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.base.LongSerializer;
import org.apache.flink.api.common.typeutils.base.StringSerializer;
import org.jspecify.annotations.Nullable;

/**
 * All that operator {@code pulse} stores of the current key's subject: for each of its cameras the
 * model state, the clock, and the chunks that wait.
 */
@Internal
public final class CameraStates {
  /** The model state, by camera. */
  @Frozen public static final String CAMERA_SSM_STATE = "camera-ssm-state";

  /** The clock, by camera. */
  @Frozen public static final String CAMERA_CLOCK = "camera-clock";

  /** Chunks that wait for a missing one before them. */
  @Frozen public static final String WAITING_CHUNKS = "waiting-chunks";

  /** What earlier versions stored of a camera's rate limit; the clock has it now. */
  @Frozen public static final String CAMERA_SHARE = "camera-share";

  private final MapState<String, PulseState> states;
  private final MapState<String, CameraClock> clocks;
  private final MapState<WaitingChunk, SubjectMessage> waiting;
  private final MapState<String, Long> formerRates;
  private final LiveCounts live;

  public CameraStates(RuntimeContext context, PulseModel model, LiveCounts live) {
    states =
        byCamera(
            context,
            CAMERA_SSM_STATE,
            EncryptedSerializer.ifKeysAreGiven(PulseStateSerializer.of(model)));
    clocks = byCamera(context, CAMERA_CLOCK, CameraClockSerializer.INSTANCE);
    waiting =
        context.getMapState(
            new MapStateDescriptor<>(
                WAITING_CHUNKS,
                WaitingChunkSerializer.INSTANCE,
                EncryptedSerializer.ifKeysAreGiven(WaitingMessageSerializer.INSTANCE)));
    formerRates = byCamera(context, CAMERA_SHARE, LongSerializer.INSTANCE);
    this.live = live;
  }

  private static <T> MapState<String, T> byCamera(
      RuntimeContext context, String name, TypeSerializer<T> values) {
    return context.getMapState(new MapStateDescriptor<>(name, StringSerializer.INSTANCE, values));
  }

  /** The camera's clock; that of an unseen camera if nothing is stored. */
  public CameraClock clock(String cameraId, long nowMillis) throws Exception {
    CameraClock known = valueOf(clocks, cameraId);
    return known == null ? CameraClock.unseen(nowMillis) : known;
  }

  public void putClock(String cameraId, CameraClock clock) throws Exception {
    clocks.put(cameraId, clock);
  }

  public @Nullable PulseState state(String cameraId) throws Exception {
    return valueOf(states, cameraId);
  }

  /** Whether a model state is stored; reads all of it. */
  public boolean hasState(String cameraId) throws Exception {
    return states.contains(cameraId);
  }

  /**
   * Stores a model state.
   *
   * @param first whether none is stored yet
   */
  public void putState(String cameraId, PulseState state, boolean first) throws Exception {
    if (first) {
      live.addStates(1);
    }
    states.put(cameraId, state);
  }

  /** Stores a chunk that waits. */
  public void park(String cameraId, long sequence, SubjectMessage message) throws Exception {
    waiting.put(new WaitingChunk(cameraId, sequence), message);
    live.addWaiting(1);
  }

  /** Removes a chunk that waits and returns it. */
  public SubjectMessage unpark(String cameraId, long sequence) throws Exception {
    WaitingChunk place = new WaitingChunk(cameraId, sequence);
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

  /** Removes all that is stored of a camera; returns how many of its chunks waited. */
  public int remove(String cameraId, CameraClock clock) throws Exception {
    List<ChunkOrder.Waiting> chunks = clock.order().waiting();
    for (ChunkOrder.Waiting chunk : chunks) {
      waiting.remove(new WaitingChunk(cameraId, chunk.sequence()));
    }
    live.addWaiting(-chunks.size());
    if (hasState(cameraId)) {
      states.remove(cameraId);
      live.addStates(-1);
    }
    clocks.remove(cameraId);
    formerRates.remove(cameraId);
    return chunks.size();
  }

  private static <K, V> @Nullable V valueOf(MapState<K, V> state, K key) throws Exception {
    return state.get(key);
  }
}
