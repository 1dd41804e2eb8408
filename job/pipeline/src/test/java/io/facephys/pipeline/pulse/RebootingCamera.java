package io.facephys.pipeline.pulse;

import io.facephys.pipeline.Subject;
import io.facephys.pipeline.record.RawRecord;
import io.facephys.pipeline.record.SubjectMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * A camera that sends a chunk a second and often reboots: its clock jumps by a second to decades,
 * back or forth, and its numbers go on, begin at 0 again, or go back with the clock. The timestamps
 * of its records are those of its clock, as Kafka's producers set them.
 */
final class RebootingCamera {
  private static final int FRAMES = 10;
  private static final long SECOND = 1_000_000;
  private static final long FIRST_CLOCK = 86_400 * SECOND; // a day after 1970 began
  private static final double YEARS_56 = 56 * 365.25 * 86_400;
  private static final Subject ANNA = Subject.of("anna", FRAMES);

  private final Random random;
  private final List<List<SubjectMessage>> sent = new ArrayList<>(); // in each run between reboots
  private long clockMicros = Subject.START_MICROS;
  private long sequence;
  private int toLose;

  RebootingCamera(Random random) {
    this.random = random;
    sent.add(new ArrayList<>());
  }

  /** Reboots; the first chunks afterwards may be lost. */
  void reboot() {
    long run = sent.get(sent.size() - 1).size();
    switch (random.nextInt(8)) {
      case 0 -> clockMicros = firstClock();
      case 1 -> { // comes back as it was
        long back = random.nextLong(Math.min(40, run + 1));
        clockMicros -= back * SECOND - random.nextLong(SECOND / 10);
        sequence = Math.max(0, sequence - back);
      }
      case 2, 3 -> clockMicros = Math.min(clockMicros + step(), 2 * Subject.START_MICROS);
      default -> clockMicros = Math.max(clockMicros - step(), firstClock());
    }
    sequence = random.nextBoolean() ? 0 : sequence;
    toLose = random.nextBoolean() ? random.nextInt(5) : 0;
    sent.add(new ArrayList<>());
  }

  /** In 1970. */
  private long firstClock() {
    return FIRST_CLOCK + random.nextLong(3600 * SECOND);
  }

  /** A second to 56 years, each order of magnitude as often. */
  private long step() {
    return (long) (SECOND * Math.pow(YEARS_56, random.nextDouble()));
  }

  /** The next chunk, or none if it is lost on the way. */
  List<SubjectMessage> next() {
    long[] times =
        IntStream.range(0, FRAMES)
            .mapToLong(i -> clockMicros + i * SECOND / FRAMES + random.nextLong(1000))
            .toArray();
    SubjectMessage chunk =
        sentAt(
            Subject.message(ANNA.at(times).chunk(0, FRAMES).numbered(sequence).avro()),
            (clockMicros + SECOND) / 1000);
    clockMicros += SECOND;
    sequence++;
    boolean lost = toLose-- > 0 || random.nextInt(30) == 0;
    if (lost) {
      return List.of();
    }
    sent.get(sent.size() - 1).add(chunk);
    return List.of(chunk);
  }

  /** Some chunks of the last runs again. */
  List<SubjectMessage> again() {
    int runs = Math.min(sent.size(), 7);
    List<SubjectMessage> run = sent.get(sent.size() - 1 - random.nextInt(runs));
    int from = random.nextInt(run.size() + 1);
    return List.copyOf(run.subList(from, Math.min(run.size(), from + random.nextInt(6))));
  }

  /** The message with another time of its record. */
  static SubjectMessage sentAt(SubjectMessage message, long millis) {
    RawRecord record = message.record();
    return new SubjectMessage(
        message.subjectId(),
        message.kind(),
        message.eventTimeMillis(),
        new RawRecord(
            record.topic(),
            record.partition(),
            record.offset(),
            millis,
            record.key(),
            record.value(),
            record.headers()));
  }
}
