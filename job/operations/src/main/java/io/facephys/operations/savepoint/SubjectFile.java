package io.facephys.operations.savepoint;

import io.facephys.console.OwnerOnly;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;

/**
 * All that a savepoint holds of one subject, in a file of its own, version 1: magic number and
 * version (int); subject id (text); number of operators (int), then of each: hash of its uid
 * (text); number of states (int), then name (text) and description (bytes) of each; number of
 * entries (int), then state (text), key and value (bytes) of each; number of timers (int), then
 * those (long). Text is UTF-8; text and bytes follow their length (int).
 *
 * @param subjectId whose it is
 * @param operators what each operator stores, by the hash of its uid
 */
record SubjectFile(String subjectId, Map<String, Part> operators) {
  private static final int MAGIC = 0x46504853; // "FPHS"
  private static final int VERSION = 1;

  /**
   * What one operator stores.
   *
   * @param layouts what the savepoint says about the layout of each state, by its name
   * @param subject what is stored
   */
  record Part(Map<String, byte[]> layouts, StoredSubject subject) {
    static Part of(SubjectOperator operator, StoredSubject subject) throws IOException {
      Map<String, byte[]> layouts = new TreeMap<>();
      for (StoredState state : operator.states()) {
        layouts.put(state.name(), state.description());
      }
      return new Part(layouts, subject);
    }

    /**
     * @throws IllegalArgumentException if the operator stores another layout or model
     */
    void check(SubjectOperator operator) throws IOException {
      Part other = of(operator, subject);
      for (StoredEntry entry : subject.entries()) {
        if (!Arrays.equals(layouts.get(entry.state()), other.layouts.get(entry.state()))) {
          throw new IllegalArgumentException(
              "state '%s' of the file has another layout, precision, key or model than that of the savepoint: run the job with the same model and options, take a savepoint and import into that"
                  .formatted(entry.state()));
        }
      }
    }
  }

  /**
   * @throws IllegalArgumentException if the savepoint has other operators, layouts or another model
   */
  void check(SubjectSavepoint savepoint) throws IOException {
    for (Map.Entry<String, Part> part : operators.entrySet()) {
      SubjectOperator operator =
          savepoint.operators().stream()
              .filter(known -> known.hash().equals(part.getKey()))
              .findFirst()
              .orElseThrow(
                  () ->
                      new IllegalArgumentException(
                          "the file holds state of operator %s, the savepoint does not: run the job with the same options (--vitals), take a savepoint and import into that"
                              .formatted(part.getKey())));
      part.getValue().check(operator);
    }
  }

  /** Writes a new file, which only its owner may read. */
  void write(Path file) throws IOException {
    try (DataOutputStream out =
        new DataOutputStream(new BufferedOutputStream(OwnerOnly.createFile(file)))) {
      out.writeInt(MAGIC);
      out.writeInt(VERSION);
      text(out, subjectId);
      out.writeInt(operators.size());
      for (Map.Entry<String, Part> operator : operators.entrySet()) {
        text(out, operator.getKey());
        write(out, operator.getValue());
      }
    }
  }

  private static void write(DataOutputStream out, Part part) throws IOException {
    out.writeInt(part.layouts.size());
    for (Map.Entry<String, byte[]> layout : part.layouts.entrySet()) {
      text(out, layout.getKey());
      bytes(out, layout.getValue());
    }
    out.writeInt(part.subject.entries().length);
    for (StoredEntry entry : part.subject.entries()) {
      text(out, entry.state());
      bytes(out, entry.key());
      bytes(out, entry.value());
    }
    out.writeInt(part.subject.timersMillis().length);
    for (long millis : part.subject.timersMillis()) {
      out.writeLong(millis);
    }
  }

  /**
   * @throws IllegalArgumentException if the file has another format
   */
  static SubjectFile read(Path file) throws IOException {
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
      if (in.readInt() != MAGIC || in.readInt() != VERSION) {
        throw new IllegalArgumentException(
            "'%s' is not a file of version %d with a subject: './facephys state export' writes one"
                .formatted(file, VERSION));
      }
      String subjectId = text(in);
      Map<String, Part> operators = new LinkedHashMap<>();
      for (int left = in.readInt(); left > 0; left--) {
        operators.put(text(in), part(in, subjectId));
      }
      return new SubjectFile(subjectId, operators);
    } catch (EOFException e) {
      throw new IllegalArgumentException(
          "'%s' is truncated or damaged: export the subject again".formatted(file), e);
    }
  }

  private static Part part(DataInputStream in, String subjectId) throws IOException {
    Map<String, byte[]> layouts = new TreeMap<>();
    for (int left = in.readInt(); left > 0; left--) {
      layouts.put(text(in), bytes(in));
    }
    List<StoredEntry> entries = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      entries.add(new StoredEntry(text(in), bytes(in), bytes(in)));
    }
    LongStream.Builder timers = LongStream.builder();
    for (int left = in.readInt(); left > 0; left--) {
      timers.add(in.readLong());
    }
    return new Part(
        layouts,
        new StoredSubject(
            subjectId, entries.toArray(StoredEntry[]::new), timers.build().toArray()));
  }

  private static void text(DataOutputStream out, String text) throws IOException {
    bytes(out, text.getBytes(StandardCharsets.UTF_8));
  }

  private static String text(DataInputStream in) throws IOException {
    return new String(bytes(in), StandardCharsets.UTF_8);
  }

  private static void bytes(DataOutputStream out, byte[] bytes) throws IOException {
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static byte[] bytes(DataInputStream in) throws IOException {
    int length = in.readInt();
    byte[] bytes = in.readNBytes(Math.max(0, length));
    if (bytes.length != length) {
      throw new EOFException();
    }
    return bytes;
  }
}
