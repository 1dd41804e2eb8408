package io.facephys.pipeline.pulse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facephys.pipeline.Subject;
import io.facephys.pipeline.TinyModel;
import io.facephys.pipeline.config.ModelLocation;
import io.facephys.pipeline.encryption.StateKeys;
import io.facephys.pipeline.pulse.PulseHarness.Backend;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** State that is encrypted: the waves stay as they are, and only the key reads it. */
class EncryptedStateTest {
  private static final Subject ANNA = Subject.of("anna", 30);

  @TempDir private Path folder;
  private ModelLocation model;
  private float[] expected;

  @BeforeEach
  void computeWithoutKeys() throws Exception {
    model = TinyModel.in(folder);
    try (PulseHarness harness = PulseHarness.open(model, Backend.HASHMAP)) {
      harness.send(ANNA.chunk(0, 12).numbered(0).message());
      harness.send(ANNA.chunk(12, 30).numbered(1).message());
      expected = Arrays.copyOfRange(harness.waves().get("anna"), 12, 30);
    }
  }

  @AfterEach
  void takeKeysAway() {
    System.clearProperty(StateKeys.FILE_PROPERTY);
  }

  @ParameterizedTest
  @EnumSource
  void encryptionIsTurnedOnAndTheKeyChangedWithoutAChangeOfTheWave(Backend backend)
      throws Exception {
    OperatorSubtaskState plain = firstHalf(backend);
    give("1:" + key(1));
    OperatorSubtaskState first = restartedFrom(plain, backend);
    give("2:" + key(2), "1:" + key(1));
    OperatorSubtaskState second = restartedFrom(first, backend);
    give("2:" + key(2)); // all of it was written with the newest key when the job started
    try (PulseHarness harness = PulseHarness.open(model, backend, second)) {
      harness.send(ANNA.chunk(12, 30).numbered(1).message());
      assertThat(harness.waves().get("anna")).containsExactly(expected);
    }
  }

  @ParameterizedTest
  @EnumSource
  void jobWithoutTheKeyDoesNotStart(Backend backend) throws Exception {
    give("7:" + key(7));
    OperatorSubtaskState encrypted = firstHalf(backend);

    give("8:" + key(8));
    assertThatThrownBy(() -> restartedFrom(encrypted, backend))
        .hasStackTraceContaining("encrypted with key 7; this process has only [8]");
    give("7:" + key(8));
    assertThatThrownBy(() -> restartedFrom(encrypted, backend))
        .hasStackTraceContaining("encrypted with key 7, and the key that this process has")
        .hasStackTraceContaining("correct its line");
    takeKeysAway();
    assertThatThrownBy(() -> restartedFrom(encrypted, backend))
        .hasStackTraceContaining("this process was given no key: set FACEPHYS_STATE_KEY_FILE");
  }

  @Test
  void keyThatIsNoKeyIsRefusedWithoutBeingQuoted() throws Exception {
    String short31 = Base64.getEncoder().encodeToString(new byte[31]);
    for (String line : List.of("1:" + short31, "one:" + key(1), short31, "1:secret-typed-wrong")) {
      give(line);
      assertThatThrownBy(StateKeys::ofProcess)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("line 1 of file")
          .hasMessageNotContaining(short31)
          .hasMessageNotContaining(key(1))
          .hasMessageNotContaining("secret");
    }
  }

  private OperatorSubtaskState firstHalf(Backend backend) throws Exception {
    try (PulseHarness harness = PulseHarness.open(model, backend)) {
      harness.send(ANNA.chunk(0, 12).numbered(0).message());
      return harness.savepoint();
    }
  }

  private OperatorSubtaskState restartedFrom(OperatorSubtaskState snapshot, Backend backend)
      throws Exception {
    try (PulseHarness harness = PulseHarness.open(model, backend, snapshot)) {
      return harness.savepoint();
    }
  }

  private void give(String... lines) throws Exception {
    Path file = folder.resolve("keys");
    Files.write(file, List.of(lines));
    System.setProperty(StateKeys.FILE_PROPERTY, file.toString());
  }

  private static String key(int seed) {
    byte[] key = new byte[32];
    Arrays.fill(key, (byte) seed);
    return Base64.getEncoder().encodeToString(key);
  }
}
