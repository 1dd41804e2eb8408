package io.facephys.pipeline.decode;

import static io.facephys.schemas.CropContract.MAX_ID_LENGTH;

import io.facephys.schemas.MalformedMessageException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Checks the lengths of ids, and that a record's key is the id of its subject. */
final class SubjectKey {
  private SubjectKey() {}

  /** Checks that the subject's id is of an allowed length and is the record's key. */
  static void check(String subjectId, byte @Nullable [] key) throws MalformedMessageException {
    checkId("subjectId", subjectId);
    // Kafka keeps the order within a partition and picks the partition by the key.
    if (!Arrays.equals(key, subjectId.getBytes(StandardCharsets.UTF_8))) {
      throw new MalformedMessageException(
          "the record's key is %s; it must be the subject id, '%s'"
              .formatted(describe(key), subjectId));
    }
  }

  /** Checks that {@code id} is of an allowed length and not blank. */
  static void checkId(String field, String id) throws MalformedMessageException {
    if (id.isBlank() || id.length() > MAX_ID_LENGTH) {
      throw new MalformedMessageException(
          "%s has %d characters%s; 1 to %d are allowed, not all blank"
              .formatted(field, id.length(), id.isBlank() ? ", all blank" : "", MAX_ID_LENGTH));
    }
  }

  private static String describe(byte @Nullable [] key) {
    if (key == null) {
      return "missing";
    }
    return key.length > MAX_ID_LENGTH
        ? "%d bytes long".formatted(key.length)
        : "'%s'".formatted(new String(key, StandardCharsets.UTF_8));
  }
}
