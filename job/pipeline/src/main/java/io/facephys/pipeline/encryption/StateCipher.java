package io.facephys.pipeline.encryption;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Encrypts bytes with AES-256-GCM. An encrypted message is: id of the key (int), salt (16 bytes),
 * number of the message (long), the encrypted bytes, and the tag (16 bytes). Each cipher derives a
 * key of its own from the given key and a random salt, and counts its messages, so that no nonce is
 * ever used twice, however many are encrypted. Several threads can share a cipher.
 */
public final class StateCipher {
  /** How many bytes longer an encrypted value is than the value. */
  public static final int OVERHEAD = Integer.BYTES + 16 + Long.BYTES + 16;

  private static final int SALT_BYTES = 16;
  private static final int HEADER_BYTES = Integer.BYTES + SALT_BYTES + Long.BYTES;
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;
  private static final byte[] PROOF = "facephys state key".getBytes(StandardCharsets.UTF_8);

  private final StateKeys keys;
  private final byte[] salt = new byte[SALT_BYTES];
  private final SecretKeySpec own;
  private final AtomicLong messages = new AtomicLong();

  public StateCipher(StateKeys keys) {
    this.keys = keys;
    new SecureRandom().nextBytes(salt);
    this.own = derived(keys.newest(), salt);
  }

  /** Id of the key that encrypts. */
  public int keyId() {
    return keys.newest();
  }

  /**
   * Bytes that are equal in all processes with the same key under this id; they do not reveal it.
   */
  public byte[] proof(int keyId) {
    return hmac(keys.key(keyId), PROOF);
  }

  /** Encrypts the first {@code length} bytes. */
  public byte[] encrypt(byte[] plain, int length) {
    ByteBuffer out = ByteBuffer.allocate(length + OVERHEAD);
    out.putInt(keyId()).put(salt).putLong(messages.incrementAndGet());
    try {
      Cipher cipher = cipher(Cipher.ENCRYPT_MODE, own, out.array());
      cipher.doFinal(plain, 0, length, out.array(), HEADER_BYTES);
      return out.array();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java cannot encrypt with AES-256-GCM", e);
    }
  }

  /**
   * The bytes that were encrypted.
   *
   * @throws IllegalStateException if the key is missing, is another one, or the bytes were changed
   */
  public byte[] decrypt(byte[] bytes) {
    int keyId = ByteBuffer.wrap(bytes).getInt();
    byte[] itsSalt = Arrays.copyOfRange(bytes, Integer.BYTES, Integer.BYTES + SALT_BYTES);
    try {
      Cipher cipher = cipher(Cipher.DECRYPT_MODE, derived(keyId, itsSalt), bytes);
      return cipher.doFinal(bytes, HEADER_BYTES, bytes.length - HEADER_BYTES);
    } catch (AEADBadTagException e) {
      throw new IllegalStateException(
          "stored state cannot be decrypted: key %d is not the one it was written with, or the state was changed"
              .formatted(keyId),
          e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java cannot decrypt AES-256-GCM", e);
    }
  }

  /** With the header authenticated and the message's number as the nonce. */
  private static Cipher cipher(int mode, SecretKeySpec key, byte[] message)
      throws GeneralSecurityException {
    byte[] nonce = new byte[NONCE_BYTES];
    System.arraycopy(
        message, Integer.BYTES + SALT_BYTES, nonce, NONCE_BYTES - Long.BYTES, Long.BYTES);
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(message, 0, HEADER_BYTES);
    return cipher;
  }

  private SecretKeySpec derived(int keyId, byte[] itsSalt) {
    return new SecretKeySpec(hmac(keys.key(keyId), itsSalt), "AES");
  }

  private static byte[] hmac(byte[] key, byte[] message) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(message);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no HMAC-SHA256", e);
    }
  }
}
