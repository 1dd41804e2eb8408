package io.facephys.cli.page;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The board and its newest batches, which all pages share. A page that is new, or has fallen behind
 * by more than the batches that are kept, gets a snapshot; the others get what they have not seen.
 */
final class BatchLog {
  private static final int KEPT = 40;

  /**
   * What a page gets next.
   *
   * @param snapshot whether it replaces what the page shows
   * @param number of the newest batch in it
   */
  record Batch(boolean snapshot, long number, String json) {}

  private final LiveBoard board = new LiveBoard();
  private final Deque<Batch> newest = new ArrayDeque<>();
  private long number;

  /**
   * Adds records to the board and makes a batch of them.
   *
   * @param problem what is wrong with records that could not be read; null if all could
   */
  synchronized void publish(LiveFeed.Arrivals arrivals, @Nullable String problem) {
    long now = System.currentTimeMillis();
    board.setProblem(problem);
    arrivals.waves().forEach(wave -> board.add(wave, now));
    arrivals.rows().forEach(row -> board.add(row, now));
    arrivals.beats().forEach(beat -> board.add(beat, now));
    number++;
    newest.addLast(new Batch(false, number, utf8(board.changes(now))));
    if (newest.size() > KEPT) {
      newest.removeFirst();
    }
    notifyAll();
  }

  /** The newest state. */
  synchronized Batch snapshot() {
    return new Batch(true, number, utf8(board.snapshot(System.currentTimeMillis())));
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

  private static String utf8(byte[] json) {
    return new String(json, StandardCharsets.UTF_8);
  }
}
