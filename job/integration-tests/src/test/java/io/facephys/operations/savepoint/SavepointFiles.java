package io.facephys.operations.savepoint;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.flink.api.common.typeutils.base.StringSerializer;
import org.apache.flink.runtime.checkpoint.OperatorState;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.OperatorStateHandle;
import org.apache.flink.runtime.state.StreamStateHandle;
import org.apache.flink.state.api.OperatorIdentifier;
import org.apache.flink.state.api.runtime.SavepointLoader;
import org.apache.flink.util.InstantiationUtil;

/** The bytes of all files below a folder. */
record SavepointFiles(List<String> contents) {
  private static final int STRETCH = 24;
  private static final int STRETCHES = 20;
  private static final int DIFFERENT_BYTES = 12;

  static SavepointFiles in(Path folder) throws IOException {
    List<String> contents = new ArrayList<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        contents.add(Files.readString(file, StandardCharsets.ISO_8859_1));
      }
    }
    return new SavepointFiles(contents);
  }

  /** Those of the given bytes that stand in a file. */
  List<String> found(List<byte[]> wanted) {
    return wanted.stream()
        .map(bytes -> new String(bytes, StandardCharsets.ISO_8859_1))
        .filter(bytes -> contents.stream().anyMatch(content -> content.contains(bytes)))
        .toList();
  }

  /** A text in UTF-8, UTF-16 and as Flink writes keys. */
  static List<byte[]> encodings(String text) throws IOException {
    return List.of(
        text.getBytes(StandardCharsets.UTF_8),
        text.getBytes(StandardCharsets.UTF_16BE),
        text.getBytes(StandardCharsets.UTF_16LE),
        InstantiationUtil.serializeToByteArray(StringSerializer.INSTANCE, text));
  }

  /** Stretches of some bytes that are not found by chance. */
  static List<byte[]> stretches(byte[] bytes) {
    List<byte[]> stretches = new ArrayList<>();
    for (int i = 0; i < STRETCHES; i++) {
      int from = (int) ((long) i * (bytes.length - STRETCH) / STRETCHES);
      if (from >= 0) {
        byte[] stretch = Arrays.copyOfRange(bytes, from, from + STRETCH);
        if (new String(stretch, StandardCharsets.ISO_8859_1).chars().distinct().count()
            >= DIFFERENT_BYTES) {
          stretches.add(stretch);
        }
      }
    }
    return stretches;
  }

  /** What a savepoint holds of the operators that store nothing of a subject. */
  static Map<String, List<String>> othersThanRewritten(Path savepoint) throws IOException {
    SubjectSavepoint read = SubjectSavepoint.in(savepoint);
    List<OperatorIdentifier> rewritten = new ArrayList<>(read.journals());
    read.operators().forEach(operator -> rewritten.add(operator.id()));
    Map<String, List<String>> others = new TreeMap<>();
    for (OperatorState operator :
        SavepointLoader.loadSavepointMetadata(read.uri()).getOperatorStates()) {
      if (rewritten.stream().noneMatch(id -> id.getOperatorId().equals(operator.getOperatorID()))) {
        others.put(operator.getOperatorID().toHexString(), contents(operator));
      }
    }
    return others;
  }

  private static List<String> contents(OperatorState operator) throws IOException {
    List<String> contents = new ArrayList<>();
    if (operator.getCoordinatorState() != null) {
      contents.add(content(operator.getCoordinatorState()));
    }
    for (OperatorSubtaskState part : operator.getStates()) {
      for (OperatorStateHandle handle : part.getManagedOperatorState()) {
        contents.add(
            new TreeMap<>(handle.getStateNameToPartitionOffsets()).keySet()
                + content(handle.getDelegateStateHandle()));
      }
    }
    return contents;
  }

  private static String content(StreamStateHandle handle) throws IOException {
    try (InputStream in = handle.openInputStream()) {
      return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }
}
