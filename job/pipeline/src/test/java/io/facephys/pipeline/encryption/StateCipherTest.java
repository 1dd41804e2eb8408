package io.facephys.pipeline.encryption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is sealed can be opened with the key, and with nothing else. */
class StateCipherTest {
  private static final byte[] FACE = "a face, a face, a face".getBytes(StandardCharsets.UTF_8);
  private static final String ONE = "1:" + Base64.getEncoder().encodeToString(new byte[32]);

  private final StateCipher cipher = new StateCipher(StateKeys.of(ONE));

  @Test
  void anotherCipherWithTheKeyOpensWhatOneSealed() {
    byte[] sealed = cipher.seal(FACE, FACE.length);

    assertThat(sealed).hasSize(FACE.length + StateCipher.OVERHEAD);
    assertThat(new String(sealed, StandardCharsets.ISO_8859_1)).doesNotContain("face");
    assertThat(new StateCipher(StateKeys.of(ONE)).open(sealed)).isEqualTo(FACE);
  }

  @Test
  void everyChangedBitIsNoticed() {
    byte[] sealed = cipher.seal(FACE, FACE.length);
    for (int bit = 0; bit < 8 * sealed.length; bit++) {
      byte[] changed = sealed.clone();
      changed[bit / 8] ^= (byte) (1 << bit % 8);
      assertThatThrownBy(() -> cipher.open(changed)).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void equalValuesAreNeverSealedAlike() {
    Set<String> sealed = new HashSet<>();
    for (int i = 0; i < 50; i++) {
      StateCipher other = new StateCipher(StateKeys.of(ONE));
      sealed.add(Base64.getEncoder().encodeToString(cipher.seal(FACE, FACE.length)));
      sealed.add(Base64.getEncoder().encodeToString(other.seal(FACE, FACE.length)));
    }
    assertThat(sealed).hasSize(100);
  }
}
