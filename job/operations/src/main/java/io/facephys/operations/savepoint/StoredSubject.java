package io.facephys.operations.savepoint;

/**
 * All that one operator stores of a subject.
 *
 * @param subjectId whose it is
 * @param entries the values
 * @param timersMillis when its timers fire, by the job's clock, milliseconds since the epoch
 */
public record StoredSubject(String subjectId, StoredEntry[] entries, long[] timersMillis) {
  /** Size of what is stored, bytes. */
  long bytes() {
    long bytes = 0;
    for (StoredEntry entry : entries) {
      bytes += entry.key().length + entry.value().length;
    }
    return bytes;
  }
}
