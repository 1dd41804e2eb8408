package io.facephys.operations.savepoint;

import java.io.Serializable;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.flink.state.api.OperatorIdentifier;

/**
 * An operator that stores something of each subject.
 *
 * @param id its uid, or the hash of it
 * @param maxParallelism how many parts its subjects are divided into
 * @param states what it stores
 * @param counted whether it also stores how many states it has
 */
record SubjectOperator(
    OperatorIdentifier id, int maxParallelism, List<StoredState> states, boolean counted)
    implements Serializable {
  /** The hash of its uid, hexadecimal. */
  String hash() {
    return id.getOperatorId().toHexString();
  }

  boolean has(String state) {
    return states.stream().anyMatch(stored -> stored.name().equals(state));
  }

  /** The same without one of its states. */
  SubjectOperator without(String state) {
    List<StoredState> others =
        states.stream().filter(stored -> !stored.name().equals(state)).toList();
    return new SubjectOperator(id, maxParallelism, others, counted);
  }

  StoredState state(String name) {
    return states.stream()
        .filter(state -> state.name().equals(name))
        .findFirst()
        .orElseThrow(
            () -> new NoSuchElementException("operator %s has no state '%s'".formatted(id, name)));
  }
}
