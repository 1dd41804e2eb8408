package io.facephys.pipeline.state;

import org.apache.flink.api.common.state.ListState;

/**
 * How many states and waiting chunks a subtask holds, counted as they come and go.
 *
 * <p>Flink does not tell a function how many keys were restored, so the counts are stored, too.
 * After a rescaling the sum over all subtasks is right, not its distribution.
 */
public final class LiveCounts {
  private volatile long states;
  private volatile long waiting;

  /** Adds up what all subtasks whose counts came here have stored. */
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

  /** Adds states that were stored; negative if they were removed. */
  @SuppressWarnings("NonAtomicVolatileUpdate") // only the task's thread writes
  public void addStates(long more) {
    states += more;
  }

  /** Adds chunks that wait; negative if they wait no longer. */
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
