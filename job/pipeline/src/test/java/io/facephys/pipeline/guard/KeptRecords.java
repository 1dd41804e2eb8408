package io.facephys.pipeline.guard;

import io.facephys.pipeline.record.RawRecord;
import java.util.HashSet;
import java.util.Set;

/** Places of records in memory; the same object outlives restarts in a test. */
public final class KeptRecords implements FailedRecords {
  private static final long serialVersionUID = 1L;

  private final Set<Long> offsets = new HashSet<>();

  @Override
  public void open() {}

  @Override
  public boolean contains(RawRecord record) {
    return offsets.contains(record.offset());
  }

  @Override
  public void add(RawRecord record) {
    offsets.add(record.offset());
  }
}
