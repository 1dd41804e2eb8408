package io.facephys.operations.savepoint;

import io.facephys.pipeline.pulse.PulseFunction;
import io.facephys.pipeline.state.CameraStates;
import io.facephys.pipeline.state.EncryptedSerializer;
import io.facephys.pipeline.state.PulseStateSerializer;
import io.facephys.testbed.FlinkPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.runtime.checkpoint.OperatorState;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.checkpoint.metadata.CheckpointMetadata;
import org.apache.flink.runtime.state.OperatorStateHandle;
import org.apache.flink.runtime.state.metainfo.StateMetaInfoSnapshot;
import org.apache.flink.runtime.state.metainfo.StateMetaInfoSnapshot.BackendStateType;
import org.apache.flink.state.api.OperatorIdentifier;
import org.apache.flink.state.api.runtime.SavepointLoader;

/**
 * A savepoint of the job in Flink's canonical format, which is the default.
 *
 * @param uri where it is
 * @param checkpointId its number
 * @param operators those that store something of each subject
 * @param journals sinks that keep records until Kafka has committed them
 */
record SubjectSavepoint(
    String uri,
    long checkpointId,
    List<SubjectOperator> operators,
    List<OperatorIdentifier> journals) {
  /** Name under which Flink stores what a sink's writer keeps. */
  static final String WRITER_STATES = "writer_raw_states";

  /**
   * Reads what the savepoint says about itself.
   *
   * @throws IllegalArgumentException if the folder is not a savepoint, or not in the canonical
   *     format
   */
  static SubjectSavepoint in(Path folder) throws IOException {
    if (!Files.exists(folder.resolve("_metadata"))) {
      throw new IllegalArgumentException(
          "'%s' is not a savepoint: it has no file _metadata. 'bin/flink savepoint JOB_ID' takes one and prints its path"
              .formatted(folder));
    }
    String uri = FlinkPath.of(folder);
    CheckpointMetadata metadata = SavepointLoader.loadSavepointMetadata(uri);
    List<SubjectOperator> operators = new ArrayList<>();
    List<OperatorIdentifier> journals = new ArrayList<>();
    for (OperatorState operator : metadata.getOperatorStates()) {
      refuseRecordsOnTheWay(operator, folder);
      Set<String> names = operatorStates(operator);
      if (operator.getStates().stream().anyMatch(part -> part.getManagedKeyedState().hasState())) {
        refuseOthersThan(Set.of(PulseFunction.liveCounts().getName()), operator, names);
        operators.add(
            new SubjectOperator(
                identifier(operator),
                operator.getMaxParallelism(),
                states(uri, operator, folder),
                !names.isEmpty()));
      } else if (names.contains(WRITER_STATES)) {
        refuseOthersThan(Set.of(WRITER_STATES), operator, names);
        journals.add(identifier(operator));
      }
    }
    return new SubjectSavepoint(uri, metadata.getCheckpointId(), operators, journals);
  }

  /** SHA-256 of the model that wrote the states. */
  String model() {
    for (SubjectOperator operator : operators) {
      if (operator.has(CameraStates.CAMERA_SSM_STATE)) {
        TypeSerializer<?> states = operator.state(CameraStates.CAMERA_SSM_STATE).values();
        TypeSerializer<?> plain =
            states instanceof EncryptedSerializer<?> encrypted ? encrypted.inner() : states;
        return ((PulseStateSerializer) plain).modelSha256();
      }
    }
    return "unknown: the savepoint holds no model state";
  }

  /** Reads all that the savepoint holds of a subject; without operators if it holds nothing. */
  SubjectFile find(String subjectId) throws Exception {
    Map<String, SubjectFile.Part> parts = new LinkedHashMap<>();
    for (SubjectOperator operator : operators) {
      try (SavepointJob job = new SavepointJob(this)) {
        for (StoredSubject part : job.find(operator, subjectId)) {
          parts.put(operator.hash(), SubjectFile.Part.of(operator, part));
        }
      }
    }
    return new SubjectFile(subjectId, parts);
  }

  private static List<StoredState> states(String uri, OperatorState operator, Path folder)
      throws IOException {
    try {
      return SavepointLoader.loadOperatorStateMetadata(uri, identifier(operator)).values().stream()
          .filter(state -> state.getBackendStateType() == BackendStateType.KEY_VALUE)
          .sorted(Comparator.comparing(StateMetaInfoSnapshot::getName))
          .map(StoredState::of)
          .toList();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "'%s' is not in the canonical format (%s): take a savepoint, not a checkpoint, and without the format NATIVE"
              .formatted(folder, e.getMessage()),
          e);
    }
  }

  private static OperatorIdentifier identifier(OperatorState operator) {
    return operator
        .getOperatorUid()
        .map(OperatorIdentifier::forUid)
        .orElseGet(() -> OperatorIdentifier.forUidHash(operator.getOperatorID().toHexString()));
  }

  /** The names of what is not empty: a job that was restored has an empty state of old versions. */
  private static Set<String> operatorStates(OperatorState operator) {
    Set<String> names = new TreeSet<>();
    for (OperatorSubtaskState part : operator.getStates()) {
      for (OperatorStateHandle handle : part.getManagedOperatorState()) {
        handle
            .getStateNameToPartitionOffsets()
            .forEach(
                (name, place) -> {
                  if (place.getOffsets().length > 0) {
                    names.add(name);
                  }
                });
      }
    }
    return names;
  }

  /** What is not known would be lost when the operator is written anew. */
  private static void refuseOthersThan(
      Set<String> known, OperatorState operator, Set<String> names) {
    if (!known.containsAll(names)) {
      throw new IllegalArgumentException(
          "operator %s stores %s, of which this version knows only %s; use the version of FacePhys that the job has"
              .formatted(operator.getOperatorID(), names, known));
    }
  }

  private static void refuseRecordsOnTheWay(OperatorState operator, Path folder) {
    for (OperatorSubtaskState part : operator.getStates()) {
      if (part.getInputChannelState().hasState() || part.getResultSubpartitionState().hasState()) {
        throw new IllegalArgumentException(
            "'%s' holds records that were on the way between operators: it is an unaligned checkpoint. Take a savepoint"
                .formatted(folder));
      }
    }
  }
}
