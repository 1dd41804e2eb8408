package io.facephys.cli.page;

import io.facephys.cli.live.DeliveryRhythm;
import io.facephys.cli.page.LiveView.Records;
import io.facephys.schemas.PulseBeat;
import io.facephys.schemas.PulseWaveform;
import io.facephys.schemas.VitalSigns;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What the page shows, of all subjects and cameras, in memory only. A view of which nothing has
 * come for 10 minutes is removed. Not for several threads.
 */
final class LiveBoard {
  private static final long KEPT_MILLIS = 600_000;

  /**
   * Whose view it is.
   *
   * @param cameraId null for the records of all cameras together
   */
  record Key(String subjectId, @Nullable String cameraId) {}

  private final Map<Key, LiveView> views = new LinkedHashMap<>();
  private final DeliveryRhythm rhythm = new DeliveryRhythm();
  private @Nullable String problem;

  void add(PulseWaveform wave, long nowMillis) {
    rhythm.delivered(nowMillis);
    view(wave.getSubjectId(), wave.getCameraId()).add(wave, nowMillis);
  }

  void add(VitalSigns row, long nowMillis) {
    view(row.getSubjectId(), row.getCameraId()).add(row, nowMillis);
  }

  void add(PulseBeat beat, long nowMillis) {
    view(beat.getSubjectId(), beat.getCameraId()).add(beat, nowMillis);
  }

  void setProblem(@Nullable String problem) {
    this.problem = problem;
  }

  private LiveView view(String subjectId, @Nullable String cameraId) {
    return views.computeIfAbsent(new Key(subjectId, cameraId), key -> new LiveView());
  }

  /** A batch with everything that is kept. */
  byte[] snapshot(long nowMillis) {
    return json(nowMillis, LiveView::all);
  }

  /** A batch with what has come since the last call. */
  byte[] changes(long nowMillis) {
    views.values().removeIf(view -> view.arrivedMillis() < nowMillis - KEPT_MILLIS);
    return json(nowMillis, LiveView::takeUnsent);
  }

  private byte[] json(long nowMillis, Function<LiveView, Records> records) {
    Map<Key, Records> shown = new LinkedHashMap<>();
    views.forEach(
        (key, view) -> {
          Records some = records.apply(view);
          if (!some.isEmpty()) {
            shown.put(key, some);
          }
        });
    return BatchJson.write(new BatchJson.Head(nowMillis, rhythm.lostAfterMillis(), problem), shown);
  }
}
