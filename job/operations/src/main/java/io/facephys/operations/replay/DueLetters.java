package io.facephys.operations.replay;

import io.facephys.pipeline.encode.DeadLetterForm;
import io.facephys.pipeline.record.DeadLetter;
import io.facephys.pipeline.record.DeadLetter.Cause;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Which dead letters of a topic are to be sent again, and in which order: that in which their
 * records stood in their partitions. It takes the topic's records twice: first to know which, then
 * to give them out.
 */
final class DueLetters {
  /** Why a record of the topic is not sent. */
  enum Left {
    OTHER("of another reason or time"),
    SENT_BEFORE("sent by an earlier replay"),
    TRUNCATED("truncated: fetch the whole from its place while Kafka has it"),
    NO_LETTER("no dead letters of this job");

    private final String words;

    Left(String words) {
      this.words = words;
    }

    @Override
    public String toString() {
      return words;
    }
  }

  private final LetterFilter filter;
  private final Set<LetterId> known = new HashSet<>();
  private final Map<String, NavigableMap<LetterId, Cause>> due = new HashMap<>(); // by source
  private final SortedMap<LetterId, ConsumerRecord<byte[], byte[]>> early = new TreeMap<>();
  private final Map<Left, Integer> left = new EnumMap<>(Left.class);

  DueLetters(LetterFilter filter) {
    this.filter = filter;
  }

  /** Takes the next record of a partition. */
  void add(ConsumerRecord<byte[], byte[]> record) {
    DeadLetter letter = letter(record);
    if (letter == null) {
      leave(Left.NO_LETTER);
      return;
    }
    LetterId id = LetterId.of(letter.record());
    if (ReplayMark.isOne(record)) {
      if (remove(id)) {
        leave(Left.SENT_BEFORE);
      }
    } else if (known.add(id)) {
      add(id, letter);
    }
  }

  /** The dead letter of a record; null if it is none. */
  private static @Nullable DeadLetter letter(ConsumerRecord<byte[], byte[]> record) {
    try {
      return DeadLetterForm.read(record);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private void add(LetterId id, DeadLetter letter) {
    if (!filter.accepts(letter)) {
      leave(Left.OTHER);
    } else if (letter.record().truncations().length > 0) {
      leave(Left.TRUNCATED);
    } else {
      ofSource(id.source()).put(id, letter.cause());
    }
  }

  private void leave(Left why) {
    left.merge(why, 1, Integer::sum);
  }

  /**
   * Takes the records of the topic a second time.
   *
   * @return the letters whose turn it is now that this record has come; they are no longer due
   */
  List<ConsumerRecord<byte[], byte[]>> take(ConsumerRecord<byte[], byte[]> record) {
    List<ConsumerRecord<byte[], byte[]>> ready = new ArrayList<>();
    DeadLetter letter = ReplayMark.isOne(record) ? null : letter(record);
    if (letter != null) {
      LetterId id = LetterId.of(letter.record());
      NavigableMap<LetterId, Cause> ids = ofSource(id.source());
      if (ids.containsKey(id)) {
        early.putIfAbsent(id, record);
      }
      while (!ids.isEmpty() && early.containsKey(ids.firstKey())) {
        ready.add(early.remove(ids.pollFirstEntry().getKey()));
      }
    }
    return ready;
  }

  /** The letters that came, and whose turn never does: the topic lost one before them meanwhile. */
  List<ConsumerRecord<byte[], byte[]>> takeRest() {
    List<ConsumerRecord<byte[], byte[]>> rest = List.copyOf(early.values());
    early.keySet().forEach(this::remove);
    early.clear();
    return rest;
  }

  private boolean remove(LetterId id) {
    return ofSource(id.source()).remove(id) != null;
  }

  private NavigableMap<LetterId, Cause> ofSource(String source) {
    return due.computeIfAbsent(source, unused -> new TreeMap<>());
  }

  /** How many letters are due, by cause. */
  Map<Cause, Integer> causes() {
    Map<Cause, Integer> counts = new EnumMap<>(Cause.class);
    due.values().forEach(ids -> ids.values().forEach(c -> counts.merge(c, 1, Integer::sum)));
    return counts;
  }

  int size() {
    return due.values().stream().mapToInt(Map::size).sum();
  }

  /** How many records are not sent, and why. */
  Map<Left, Integer> left() {
    return Map.copyOf(left);
  }
}
