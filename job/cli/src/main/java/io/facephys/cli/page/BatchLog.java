package io.facephys.cli.page;

import io.facephys.cli.live.LiveTracks;
import io.facephys.schemas.PulseWaveform;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What the page shows, and the newest batches of changes to it, which all open pages share. A page
 * that is new, or has fallen behind by more batches than are kept, gets a snapshot; the others get
 * the batches that they have not seen. For several threads.
 */
final class BatchLog {
  private static final int MAX_BATCHES = 40;

  /** An event of the page's stream up to batch {@code number}; a snapshot replaces all before. */
  record Batch(boolean snapshot, long number, String json) {}

  private final LiveTracks tracks = new LiveTracks();
  private final Deque<Batch> newest = new ArrayDeque<>();
  private @Nullable String problem;
  private long number;

  /** Makes a batch of what has come; {@code problem} is that of records that cannot be read. */
  synchronized void publish(LiveFeed.Records records, @Nullable String problem) {
    long now = System.currentTimeMillis();
    this.problem = problem;
    LiveTracks changes = LiveTracks.unlimited();
    for (PulseWaveform wave : records.waves()) {
      if (tracks.add(wave, now)) {
        changes.add(wave, now);
      }
    }
    for (LiveTracks target : List.of(tracks, changes)) {
      records.rows().forEach(row -> target.add(row, now));
      records.beats().forEach(beat -> target.add(beat, now));
    }
    tracks.removeSilent(now);
    number++;
    newest.addLast(new Batch(false, number, json(changes, now)));
    if (newest.size() > MAX_BATCHES) {
      newest.removeFirst();
    }
    notifyAll();
  }

  /** A batch of everything that is kept. */
  synchronized Batch snapshot() {
    return new Batch(true, number, json(tracks, System.currentTimeMillis()));
  }

  private String json(LiveTracks shown, long nowMillis) {
    return BatchJson.of(shown, nowMillis, tracks.lostAfterMillis(), problem);
  }

  /** What comes after a batch; null if nothing does within a second. */
  synchronized @Nullable Batch after(long seen) throws InterruptedException {
    if (number == seen) {
      TimeUnit.SECONDS.timedWait(this, 1);
    }
    if (number == seen) {
      return null;
    }
    Batch oldest = newest.getFirst();
    return oldest.number > seen + 1
        ? snapshot()
        : newest.stream().filter(batch -> batch.number == seen + 1).findFirst().orElseThrow();
  }
}
