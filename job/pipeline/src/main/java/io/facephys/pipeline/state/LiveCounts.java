package io.facephys.pipeline.state;

import org.apache.flink.api.common.state.ListState;

/**
 * How many states and waiting chunks a subtask holds, counted as they come and go. Only the task's
 * thread changes it; metrics read it from any.
 *
 * <p>Flink does not tell a function how many keys were restored, so the counts are stored, too.
 * After a rescaling the sum over all subtasks is right, not its distribution.
 */
public final class LiveCounts {
  private volatile long states;
  private volatile long waiting;

  /** Adds the counts that subtasks stored and Flink gave to this one. */
  public void restore(ListState<long[]> stored) throws Exception {
    for (long[] counts : stored.get()) {
      addStates(counts[0]);
      addWaiting(counts[1]);
    }
  }

  public void store(ListState<long[]> stored) throws Exception {
    stored.clear();
    stored.add(new long[] {states, waiting});
  }

  /** Counts more states; fewer if {@code more} is negative. */
  @SuppressWarnings("NonAtomicVolatileUpdate") // only the task's thread writes
  public void addStates(long more) {
    states += more;
  }

  /** Counts more waiting chunks; fewer if {@code more} is negative. */
  @SuppressWarnings("NonAtomicVolatileUpdate") // only the task's thread writes
  public void addWaiting(long more) {
    waiting += more;
  }

  public long states() {
    return states;
  }

  public long waiting() {
    return waiting;
  }
}
