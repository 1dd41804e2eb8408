package io.facephys.pipeline.state;

import io.facephys.engine.Internal;
import io.facephys.engine.PulseModel;
import io.facephys.engine.PulseState;
import io.facephys.pipeline.record.SubjectMessage;
import io.facephys.pipeline.time.CameraClock;
import io.facephys.pipeline.time.ChunkOrder;
import io.facephys.pipeline.time.FrameRateLimit;
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
 * model state, the clock, what it has used of its rate limit, and the chunks that wait.
 */
@Internal
public final class CameraStates {
  /** The model state, by camera. */
  @Frozen public static final String CAMERA_SSM_STATE = "camera-ssm-state";

  /** The clock, by camera. */
  @Frozen public static final String CAMERA_CLOCK = "camera-clock";

  /** Chunks that wait for a missing one before them. */
  @Frozen public static final String WAITING_CHUNKS = "waiting-chunks";

  /** Up to which time a camera has used its {@link FrameRateLimit}, by camera. */
  @Frozen public static final String CAMERA_SHARE = "camera-share";

  private final MapState<String, PulseState> states;
  private final MapState<String, CameraClock> clocks;
  private final MapState<WaitingChunk, SubjectMessage> waiting;
  private final MapState<String, Long> ratesUsed;
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
    ratesUsed = byCamera(context, CAMERA_SHARE, LongSerializer.INSTANCE);
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

  /**
   * Stores a model state.
   *
   * @param first whether none is stored yet; to look it up would read all of the old one
   */
  public void putState(String cameraId, PulseState state, boolean first) throws Exception {
    if (first) {
      live.addStates(1);
    }
    states.put(cameraId, state);
  }

  /**
   * Up to which time the camera has used its rate limit; {@link FrameRateLimit#UNUSED} if it has
   * sent nothing.
   */
  public long rateUsedUpToMillis(String cameraId) throws Exception {
    Long usedUpToMillis = valueOf(ratesUsed, cameraId);
    return usedUpToMillis == null ? FrameRateLimit.UNUSED : usedUpToMillis;
  }

  public void putRateUsed(String cameraId, long usedUpToMillis) throws Exception {
    ratesUsed.put(cameraId, usedUpToMillis);
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
    if (clock.frames().hasFrames()) {
      states.remove(cameraId);
      live.addStates(-1);
    }
    clocks.remove(cameraId);
    ratesUsed.remove(cameraId);
    return chunks.size();
  }

  private static <K, V> @Nullable V valueOf(MapState<K, V> state, K key) throws Exception {
    return state.get(key);
  }
}
