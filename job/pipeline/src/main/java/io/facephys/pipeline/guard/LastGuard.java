package io.facephys.pipeline.guard;

import io.facephys.pipeline.record.RawRecord;
import org.apache.flink.util.function.SupplierWithException;

/**
 * The last guard against a record on which the job fails. The first time, it keeps the record's
 * place and lets the job fail and start again, because the cause may lie elsewhere. If the job then
 * fails on the same record again, the record is set aside.
 */
public final class LastGuard {
  private final FailedRecords failed;

  /** Thrown for a record that is set aside. */
  public static final class SetAsideException extends Exception {
    private static final long serialVersionUID = 1L;

    SetAsideException(Throwable cause) {
      super("the job failed on this record twice, the last time with " + cause, cause);
    }

    /** Why the record is set aside, for its dead letter. */
    public String reason() {
      return String.valueOf(getMessage());
    }
  }

  /** Makes a guard that knows on which records earlier runs of the job have failed. */
  public static LastGuard open(FailedRecords failed) {
    failed.open();
    return new LastGuard(failed);
  }

  private LastGuard(FailedRecords failed) {
    this.failed = failed;
  }

  /**
   * Does work that may fail because of the record. The work must not change anything that lasts,
   * because it is done again if the job fails.
   *
   * @param <T> the type of the work's result
   * @param <E> the exception with which the work itself refuses the record
   * @param refusal the class of that exception, which passes through
   * @throws SetAsideException if the work fails on this record for the second time
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
