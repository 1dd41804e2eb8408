package io.facephys.operations.savepoint;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.util.InstantiationUtil;

/** An operator's states of the subject that Flink's current key names, whatever they hold. */
final class SubjectStates {
  private final Map<StoredState, MapState<Object, Object>> maps = new LinkedHashMap<>();
  private final Map<StoredState, ValueState<Object>> values = new LinkedHashMap<>();

  SubjectStates(List<StoredState> states, RuntimeContext context) {
    for (StoredState state : states) {
      if (state.isMap()) {
        maps.put(
            state,
            context.getMapState(
                new MapStateDescriptor<>(state.name(), state.keys(), state.values())));
      } else {
        values.put(
            state, context.getState(new ValueStateDescriptor<>(state.name(), state.values())));
      }
    }
  }

  StoredEntry[] read() throws Exception {
    List<StoredEntry> entries = new ArrayList<>();
    for (var map : maps.entrySet()) {
      StoredState state = map.getKey();
      for (Map.Entry<Object, Object> entry : map.getValue().entries()) {
        entries.add(
            new StoredEntry(
                state.name(),
                InstantiationUtil.serializeToByteArray(state.keys(), entry.getKey()),
                InstantiationUtil.serializeToByteArray(state.values(), entry.getValue())));
      }
    }
    for (var value : values.entrySet()) {
      StoredState state = value.getKey();
      Object stored = value.getValue().value();
      if (stored != null) {
        byte[] bytes = InstantiationUtil.serializeToByteArray(state.values(), stored);
        entries.add(new StoredEntry(state.name(), new byte[0], bytes));
      }
    }
    return entries.toArray(StoredEntry[]::new);
  }

  void write(StoredEntry[] entries) throws Exception {
    for (StoredEntry entry : entries) {
      for (var map : maps.entrySet()) {
        if (map.getKey().name().equals(entry.state())) {
          map.getValue().put(map.getKey().key(entry), map.getKey().value(entry));
        }
      }
      for (var value : values.entrySet()) {
        if (value.getKey().name().equals(entry.state())) {
          value.getValue().update(value.getKey().value(entry));
        }
      }
    }
  }
}
