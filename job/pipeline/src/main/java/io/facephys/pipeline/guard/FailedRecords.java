package io.facephys.pipeline.guard;

import io.facephys.pipeline.record.RawRecord;
import java.io.Serializable;

/**
 * The places of records on which the job has failed. They outlive a restart of the job, unlike its
 * state, which goes back to the last checkpoint.
 */
public interface FailedRecords extends Serializable {
  /** Reads what earlier runs have left; before anything else. */
  void open();

  /** Whether the job has failed on this record before. */
  boolean contains(RawRecord record);

  /** Keeps the record's place. */
  void add(RawRecord record);
}
