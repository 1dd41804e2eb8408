package io.facephys.pipeline.encryption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is encrypted can be decrypted with the key, and with nothing else. */
class StateCipherTest {
  private static final byte[] FACE = "a face, a face, a face".getBytes(StandardCharsets.UTF_8);
  private static final String ONE = "1:" + Base64.getEncoder().encodeToString(new byte[32]);

  private final StateCipher cipher = new StateCipher(StateKeys.of(ONE));

  @Test
  void anotherCipherWithTheKeyDecryptsWhatOneEncrypted() {
    byte[] encrypted = cipher.encrypt(FACE, FACE.length);

    assertThat(encrypted).hasSize(FACE.length + StateCipher.OVERHEAD);
    assertThat(new String(encrypted, StandardCharsets.ISO_8859_1)).doesNotContain("face");
    assertThat(new StateCipher(StateKeys.of(ONE)).decrypt(encrypted)).isEqualTo(FACE);
  }

  @Test
  void everyChangedBitIsNoticed() {
    byte[] encrypted = cipher.encrypt(FACE, FACE.length);
    for (int bit = 0; bit < 8 * encrypted.length; bit++) {
      byte[] changed = encrypted.clone();
      changed[bit / 8] ^= (byte) (1 << bit % 8);
      assertThatThrownBy(() -> cipher.decrypt(changed)).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void equalValuesAreNeverEncryptedAlike() {
    Set<String> encrypted = new HashSet<>();
    for (int i = 0; i < 50; i++) {
      StateCipher other = new StateCipher(StateKeys.of(ONE));
      encrypted.add(Base64.getEncoder().encodeToString(cipher.encrypt(FACE, FACE.length)));
      encrypted.add(Base64.getEncoder().encodeToString(other.encrypt(FACE, FACE.length)));
    }
    assertThat(encrypted).hasSize(100);
  }
}
