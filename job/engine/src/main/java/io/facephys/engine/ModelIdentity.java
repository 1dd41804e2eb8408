package io.facephys.engine;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Identifies the model that computed a wave or a state.
 *
 * @param name for logs and output
 * @param sha256 of the model file, 64 lower-case hexadecimal digits
 */
public record ModelIdentity(String name, String sha256) {
  public ModelIdentity {
    if (!sha256.matches("[0-9a-f]{64}")) {
      throw new IllegalArgumentException(
          "'%s' is not a SHA-256 in lower-case hexadecimal".formatted(sha256));
    }
  }

  /** The identity of a model with these file contents. */
  public static ModelIdentity of(String name, byte[] modelFile) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(modelFile);
      return new ModelIdentity(name, HexFormat.of().formatHex(digest));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
