package io.facephys.pipeline.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facephys.pipeline.encryption.StateKeys;
import io.facephys.pipeline.pulse.PulseHarness.Backend;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.base.StringSerializer;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.checkpoint.SavepointType;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A job whose layout is newer than that of its stored state: values, lists and maps are read. */
class OlderLayoutTest {
  /** Version 1 has no weight; it is read as -1. */
  record Note(String text, int weight) {}

  static final class NoteSerializer extends LayoutSerializer<Note> {
    private static final long serialVersionUID = 1L;

    public static final class Snapshot extends LayoutSnapshot<Note> {
      public Snapshot() {
        super("notes", 2, NoteSerializer::new);
      }
    }

    NoteSerializer(int version) {
      super(version, Snapshot::new, () -> new Note("", 0));
    }

    @Override
    public void serialize(Note note, DataOutputView target) throws IOException {
      writeText(note.text, target);
      if (version() >= 2) {
        target.writeInt(note.weight);
      }
    }

    @Override
    public Note deserialize(DataInputView source) throws IOException {
      return new Note(readText(source), version() >= 2 ? source.readInt() : -1);
    }
  }

  /** Says what is stored and stores what comes. */
  private static final class Notes extends KeyedProcessFunction<String, String, List<Note>> {
    private static final long serialVersionUID = 1L;

    private final TypeSerializer<Note> serializer;
    private transient ValueState<Note> value;
    private transient ListState<Note> list;
    private transient MapState<String, Note> map;

    @SuppressWarnings("NullAway.Init") // Flink calls open before anything else
    Notes(TypeSerializer<Note> serializer) {
      this.serializer = serializer;
    }

    @Override
    public void open(OpenContext context) {
      value = getRuntimeContext().getState(new ValueStateDescriptor<>("value", serializer));
      list = getRuntimeContext().getListState(new ListStateDescriptor<>("list", serializer));
      map =
          getRuntimeContext()
              .getMapState(new MapStateDescriptor<>("map", StringSerializer.INSTANCE, serializer));
    }

    @Override
    public void processElement(String text, Context context, Collector<List<Note>> out)
        throws Exception {
      List<Note> stored = new ArrayList<>();
      Note one = valueOf(value);
      if (one != null) {
        stored.add(one);
      }
      list.get().forEach(stored::add);
      map.values().forEach(stored::add);
      out.collect(stored);
      Note note = new Note(text, text.length());
      value.update(note);
      list.add(note);
      map.put("key", note);
    }

    private static @Nullable Note valueOf(ValueState<Note> state) throws IOException {
      return state.value();
    }
  }

  @TempDir private Path folder;

  @AfterEach
  void takeKeysAway() {
    System.clearProperty(StateKeys.FILE_PROPERTY);
  }

  @ParameterizedTest(name = "{0} to {1}, encrypted: {2}")
  @CsvSource({
    "HASHMAP, HASHMAP, false",
    "HASHMAP, ROCKSDB, false",
    "ROCKSDB, HASHMAP, true",
    "ROCKSDB, ROCKSDB, false",
    "ROCKSDB, ROCKSDB, true"
  })
  void stateOfAnOlderLayoutIsReadAndWrittenInTheNewOne(Backend from, Backend to, boolean encrypted)
      throws Exception {
    if (encrypted) {
      giveKey();
    }
    OperatorSubtaskState first;
    try (var harness = harness(1, from, null)) {
      assertThat(stored(harness, "old")).isEmpty();
      first = savepoint(harness);
    }
    OperatorSubtaskState second;
    try (var harness = harness(2, to, first)) {
      Note old = new Note("old", -1);
      assertThat(stored(harness, "newer")).containsExactly(old, old, old);
      second = savepoint(harness);
    }
    try (var harness = harness(2, from, second)) {
      Note newer = new Note("newer", 5);
      assertThat(stored(harness, "")).containsExactly(newer, new Note("old", -1), newer, newer);
    }
  }

  @ParameterizedTest
  @EnumSource
  void stateOfANewerLayoutIsRefused(Backend backend) throws Exception {
    OperatorSubtaskState newer;
    try (var harness = harness(2, backend, null)) {
      stored(harness, "new");
      newer = savepoint(harness);
    }
    assertThatThrownBy(() -> harness(1, backend, newer))
        .hasStackTraceContaining("must not be incompatible");
  }

  private static KeyedOneInputStreamOperatorTestHarness<String, String, List<Note>> harness(
      int version, Backend backend, @Nullable OperatorSubtaskState state) throws Exception {
    var harness =
        new KeyedOneInputStreamOperatorTestHarness<String, String, List<Note>>(
            new KeyedProcessOperator<>(
                new Notes(EncryptedSerializer.ifKeysAreGiven(new NoteSerializer(version)))),
            text -> "anna",
            Types.STRING);
    harness.setStateBackend(backend.create());
    if (state != null) {
      harness.initializeState(state);
    }
    harness.open();
    return harness;
  }

  private static List<Note> stored(
      KeyedOneInputStreamOperatorTestHarness<String, String, List<Note>> harness, String next)
      throws Exception {
    harness.processElement(new StreamRecord<>(next));
    return harness.extractOutputValues().get(harness.extractOutputValues().size() - 1);
  }

  private static OperatorSubtaskState savepoint(
      KeyedOneInputStreamOperatorTestHarness<String, String, List<Note>> harness) throws Exception {
    return harness
        .snapshotWithLocalState(1, 0, SavepointType.savepoint(SavepointFormatType.CANONICAL))
        .getJobManagerOwnedState();
  }

  private void giveKey() throws IOException {
    Path file = folder.resolve("keys");
    Files.writeString(file, "1:" + Base64.getEncoder().encodeToString(new byte[32]));
    System.setProperty(StateKeys.FILE_PROPERTY, file.toString());
  }
}
