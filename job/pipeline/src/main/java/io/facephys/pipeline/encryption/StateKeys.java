package io.facephys.pipeline.encryption;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The keys that stored state is encrypted with. Each process reads them from a file or from its
 * environment. They are not options of the job, because Flink shows those, and restores state
 * before it opens the job's functions.
 *
 * <p>Each line has one key, {@code id:key}: a number above 0 and 32 bytes in Base64. State is
 * encrypted with the first key and decrypted with any. Lines that begin with # are comments.
 */
public final class StateKeys {
  /** System property: the file with the keys. */
  public static final String FILE_PROPERTY = "facephys.state-key-file";

  /** Environment variable: the file with the keys. */
  public static final String FILE_VARIABLE = "FACEPHYS_STATE_KEY_FILE";

  /** Environment variable: the keys. */
  public static final String KEYS_VARIABLE = "FACEPHYS_STATE_KEYS";

  private static final int KEY_BYTES = 32;

  private final Map<Integer, byte[]> keys;

  private StateKeys(Map<Integer, byte[]> keys) {
    this.keys = keys;
  }

  /**
   * The keys that this process was given; nothing if it was given none.
   *
   * @throws IllegalArgumentException if they cannot be read; the message holds no key
   */
  public static Optional<StateKeys> ofProcess() {
    Map<String, String> environment = System.getenv();
    String property = System.getProperty(FILE_PROPERTY);
    String file = property == null ? environment.getOrDefault(FILE_VARIABLE, "") : property;
    if (!file.isBlank()) {
      try {
        return Optional.of(parse(Files.readString(Path.of(file)), "file '%s'".formatted(file)));
      } catch (IOException e) {
        throw new IllegalArgumentException(
            "the file of state keys '%s' cannot be read: %s; %s or -D%s names it"
                .formatted(file, e, FILE_VARIABLE, FILE_PROPERTY),
            e);
      }
    }
    String keys = environment.getOrDefault(KEYS_VARIABLE, "");
    return keys.isBlank() ? Optional.empty() : Optional.of(parse(keys, KEYS_VARIABLE));
  }

  /**
   * Keys in lines of text.
   *
   * @throws IllegalArgumentException if a line is not a key
   */
  public static StateKeys of(String lines) {
    return parse(lines, "the text");
  }

  private static StateKeys parse(String text, String source) {
    Map<Integer, byte[]> keys = new LinkedHashMap<>();
    int number = 0;
    for (String line : text.lines().map(String::strip).toList()) {
      number++;
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      String place = "line %d of %s".formatted(number, source);
      int colon = line.indexOf(':');
      int id = id(line.substring(0, Math.max(0, colon)), place);
      if (keys.put(id, key(line.substring(colon + 1), place)) != null) {
        throw new IllegalArgumentException("%s gives key %d a second time".formatted(place, id));
      }
    }
    if (keys.isEmpty()) {
      throw new IllegalArgumentException(
          "%s has no state key; a line 'id:key' with 32 bytes in Base64 is needed"
              .formatted(source));
    }
    return new StateKeys(keys);
  }

  private static int id(String text, String place) {
    try {
      int id = Integer.parseInt(text.strip());
      if (id > 0) {
        return id;
      }
    } catch (NumberFormatException e) {
      // as below
    }
    throw new IllegalArgumentException(
        place + " is not 'id:key' with a number above 0 before the colon");
  }

  private static byte[] key(String text, String place) {
    try {
      byte[] key = Base64.getDecoder().decode(text.strip());
      if (key.length == KEY_BYTES) {
        return key;
      }
    } catch (IllegalArgumentException e) {
      // as below; the exception's own message may quote the key
    }
    throw new IllegalArgumentException(
        "%s has no key of %d bytes in Base64; 'openssl rand -base64 32' makes one"
            .formatted(place, KEY_BYTES));
  }

  /** Id of the key that encrypts. */
  public int newest() {
    return keys.keySet().iterator().next();
  }

  /**
   * @throws IllegalStateException if there is no such key
   */
  byte[] key(int id) {
    byte[] key = keys.get(id);
    if (key == null) {
      throw new IllegalStateException(
          "stored state is encrypted with key %d; this process has only %s. Add the line of key %d to %s"
              .formatted(id, keys.keySet(), id, FILE_VARIABLE));
    }
    return key;
  }
}
