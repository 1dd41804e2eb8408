package io.facephys.measure.jmh;

import io.facephys.engine.ModelFiles;
import io.facephys.engine.PulseModel;
import io.facephys.engine.PulseState;
import io.facephys.engine.models.PulseModels;
import io.facephys.pipeline.encryption.StateCipher;
import io.facephys.pipeline.encryption.StateKeys;
import io.facephys.pipeline.state.PulseStateSerializer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** A subject's state to and from the bytes that RocksDB and checkpoints hold. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class PulseStateSerializerBenchmark {
  private final PulseState state;
  private final PulseStateSerializer serializer;
  private final DataOutputSerializer target;
  private final byte[] bytes;
  private final StateCipher cipher;
  private final byte[] encrypted;

  public PulseStateSerializerBenchmark() {
    try (PulseModel model = PulseModels.load(ModelFiles.ofDefault())) {
      state = model.initialState();
      serializer = PulseStateSerializer.of(model);
    }
    target = new DataOutputSerializer(serializer.getLength());
    try {
      serializer.serialize(state, target);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    bytes = target.getCopyOfBuffer();
    cipher = new StateCipher(StateKeys.of("1:" + Base64.getEncoder().encodeToString(new byte[32])));
    encrypted = cipher.encrypt(bytes, bytes.length);
  }

  /** Into memory that is used again, as RocksDB's backend does it. */
  @Benchmark
  public int write() throws IOException {
    target.clear();
    serializer.serialize(state, target);
    return target.length();
  }

  @Benchmark
  public PulseState read() throws IOException {
    return serializer.deserialize(new DataInputDeserializer(bytes));
  }

  /** What encryption adds to {@link #write}. */
  @Benchmark
  public byte[] encrypt() {
    return cipher.encrypt(bytes, bytes.length);
  }

  /** What encryption adds to {@link #read}. */
  @Benchmark
  public byte[] decrypt() {
    return cipher.decrypt(encrypted);
  }
}
