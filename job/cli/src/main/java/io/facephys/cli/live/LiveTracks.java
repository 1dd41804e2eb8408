package io.facephys.cli.live;

import io.facephys.schemas.PulseBeat;
import io.facephys.schemas.PulseWaveform;
import io.facephys.schemas.VitalSigns;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What has recently come out of the job, for each subject and camera, in memory only. Not for
 * several threads.
 */
public final class LiveTracks {
  private static final long KEPT_MILLIS = 600_000;

  /** Names a track; without a camera it is that of all cameras together. */
  public record Key(String subjectId, @Nullable String cameraId) {}

  private final Map<Key, SubjectTrack> tracks = new LinkedHashMap<>();
  private final DeliveryRhythm rhythm = new DeliveryRhythm();
  private final Supplier<SubjectTrack> newTrack;

  public LiveTracks() {
    this(SubjectTrack::new);
  }

  private LiveTracks(Supplier<SubjectTrack> newTrack) {
    this.newTrack = newTrack;
  }

  /** Tracks that keep everything, for records that have just come. */
  public static LiveTracks unlimited() {
    return new LiveTracks(SubjectTrack::unlimited);
  }

  /**
   * Adds a wave that arrived at {@code nowMillis}, since the epoch.
   *
   * @return whether it is new; with at-least-once delivery waves can come twice
   */
  public boolean add(PulseWaveform wave, long nowMillis) {
    rhythm.delivered(nowMillis);
    return !wave.getWave().isEmpty()
        && track(wave.getSubjectId(), wave.getCameraId()).add(wave, nowMillis);
  }

  /** Adds vital signs that arrived at {@code nowMillis}, since the epoch. */
  public void add(VitalSigns row, long nowMillis) {
    track(row.getSubjectId(), row.getCameraId()).add(row, nowMillis);
  }

  /** Adds a beat that arrived at {@code nowMillis}, since the epoch. */
  public void add(PulseBeat beat, long nowMillis) {
    track(beat.getSubjectId(), beat.getCameraId()).add(beat, nowMillis);
  }

  private SubjectTrack track(String subjectId, @Nullable String cameraId) {
    return tracks.computeIfAbsent(new Key(subjectId, cameraId), key -> newTrack.get());
  }

  /** Removes the tracks of which nothing has come for 10 minutes. */
  public void removeSilent(long nowMillis) {
    tracks.values().removeIf(track -> track.arrivedMillis() < nowMillis - KEPT_MILLIS);
  }

  /** All tracks, in the order in which they began. */
  public Map<Key, SubjectTrack> tracks() {
    return Collections.unmodifiableMap(tracks);
  }

  /** For how many milliseconds a camera has to be silent to be lost. */
  public long lostAfterMillis() {
    return rhythm.lostAfterMillis();
  }
}
