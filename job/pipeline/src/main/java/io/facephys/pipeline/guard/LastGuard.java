package io.facephys.pipeline.guard;

import io.facephys.pipeline.record.RawRecord;
import org.apache.flink.util.function.SupplierWithException;

/**
 * The last guard against a record on which the job fails: the first time, the record's place is
 * kept and the job fails and starts again, because the cause may lie elsewhere. If the same record
 * then fails again, it is set aside.
 */
public final class LastGuard {
  private final FailedRecords failed;

  /** Says why a record is set aside. */
  public static final class SetAsideException extends Exception {
    private static final long serialVersionUID = 1L;

    SetAsideException(Throwable cause) {
      super("the job failed on this record twice, the last time with " + cause, cause);
    }
  }

  /** A guard that knows what earlier runs have left. */
  public static LastGuard open(FailedRecords failed) {
    failed.open();
    return new LastGuard(failed);
  }

  private LastGuard(FailedRecords failed) {
    this.failed = failed;
  }

  /**
   * Does work that may fail because of the record; it must change nothing that lasts.
   *
   * @param <E> what the work throws when it refuses the record by itself
   * @throws SetAsideException if it fails for the second time
   */
  public <T, E extends Exception> T run(
      RawRecord record, Class<E> refusal, SupplierWithException<T, E> work)
      throws E, SetAsideException {
    try {
      return work.get();
    } catch (Throwable e) {
      if (refusal.isInstance(e)) {
        throw refusal.cast(e);
      }
      if (failed.contains(record)) {
        throw new SetAsideException(e);
      }
      failed.add(record);
      throw e;
    }
  }
}
