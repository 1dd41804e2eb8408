package io.facephys.pipeline.guard;

import io.facephys.pipeline.record.RawRecord;
import java.io.Serializable;

/**
 * The places of records on which the job has failed. They outlive a restart of the job, unlike its
 * state, which goes back to the last checkpoint.
 */
public interface FailedRecords extends Serializable {
  /** Reads the places that earlier runs have kept. It is called before the other methods. */
  void open();

  /** Whether the job has failed on {@code record} before. */
  boolean contains(RawRecord record);

  /** Keeps the place of {@code record}, on which the job fails now. */
  void add(RawRecord record);
}
