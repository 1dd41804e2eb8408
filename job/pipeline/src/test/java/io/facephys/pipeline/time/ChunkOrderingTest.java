package io.facephys.pipeline.time;

import static org.assertj.core.api.Assertions.assertThat;

import io.facephys.pipeline.time.ChunkOrder.Skipped;
import io.facephys.pipeline.time.ChunkOrder.Waiting;
import io.facephys.pipeline.time.Numberings.Numbering;
import io.facephys.pipeline.time.TimeRules.Reordering;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The ordering rule on plain values. Reordering: 2 s, 3 chunks; idle timeout: 10 minutes. */
class ChunkOrderingTest {
  private static final long WAIT = 2_000;
  private static final long IDLE = 600_000;
  private static final long NOW = 50_000;
  private static final long SECOND = 1_000_000;
  private static final ChunkOrdering ORDERING =
      new ChunkOrdering(TimeRules.DEFAULT.with(new Reordering(Duration.ofMillis(WAIT), 3)), 0);

  /** Chunks 0 to 9 were processed but for 4 to 6, which were skipped; the last frame at 1000. */
  private static final CameraClock CLOCK =
      clock(new ChunkOrder(10, List.of(new Skipped(4, 6)), List.of()));

  private static CameraClock clock(ChunkOrder order) {
    return new CameraClock(
        order,
        new FrameClock(1000, 0, 0, 90),
        new Numberings(List.of(new Numbering(0, 0, 1000, List.of()))),
        FrameRateLimit.Use.NONE,
        NOW,
        FrameClock.NONE);
  }

  private static CameraClock waitingFor10(Waiting... chunks) {
    return clock(new ChunkOrder(10, List.of(), List.of(chunks)));
  }

  private static Waiting waiting(long sequence) {
    return new Waiting(sequence, NOW);
  }

  private static Decision arrival(
      CameraClock clock, long sequence, long newestMicros, long nowMillis) {
    long[] times = {Math.max(0, newestMicros - 100), newestMicros};
    return ORDERING.onArrival(clock, sequence, times, nowMillis);
  }

  @ParameterizedTest(name = "chunk {0} up to {1}: {2}")
  @CsvSource({
    "10, 1033, READY",
    "10,  900, READY", // its frames will be dropped, its number is right
    "11, 1066, WAITS",
    "12,  900, WAITS",
    " 9, 1000, DUPLICATE",
    " 0,    0, DUPLICATE",
    " 4,  500, LATE",
    " 6, 1000, LATE",
    " 7,  800, DUPLICATE",
    " 0, 1033, RENUMBERED",
    " 5, 1001, RENUMBERED", // newer frames than those after it: it is not late
  })
  void verdictFollowsFromNumberAndNewestFrame(long sequence, long newestMicros, Verdict verdict) {
    assertThat(arrival(CLOCK, sequence, newestMicros, NOW).verdict()).isEqualTo(verdict);
  }

  /** Numbers from 4 at 20,000 s to 30,000 s, then from 3 at 5,000 s to 10,000 s; 10 is the next. */
  @ParameterizedTest(name = "chunk {0} at {1} s: {2}")
  @CsvSource({
    "3,  5000, DUPLICATE", // the first of this numbering, again
    "5,  5020, DUPLICATE",
    "2,  4990, LATE", // it was missing when this numbering began
    "4, 20000, DUPLICATE", // the first of the numbering before, again
    "7, 29000, DUPLICATE",
    "3,  5001, SET_BACK", // the number of the first has another time
    "5,  4000, SET_BACK", // older than the first
    "0,  9000, SET_BACK", // a lower number and newer than the first
    "2,  4000, SET_BACK", // missing so long before that the camera's state would have expired
    "4, 20001, RENUMBERED",
    "9, 31000, RENUMBERED",
  })
  void chunkThatWasNotSentBeforeStartsANumbering(long sequence, long seconds, Verdict verdict) {
    List<Numbering> numberings =
        List.of(
            new Numbering(4, 20_000_000_000L, 30_000_000_000L, List.of()),
            new Numbering(3, 5_000_000_000L, 10_000_000_000L, List.of()));
    CameraClock rebooted =
        new CameraClock(
            new ChunkOrder(10, List.of(new Skipped(0, 2)), List.of()),
            new FrameClock(10_000_000_000L, 0, 0, 90),
            new Numberings(numberings),
            FrameRateLimit.Use.NONE,
            NOW,
            FrameClock.NONE);
    long oldestMicros = seconds * 1_000_000;

    assertThat(
            ORDERING
                .onArrival(
                    rebooted, sequence, new long[] {oldestMicros, oldestMicros + 300_000}, NOW)
                .verdict())
        .isEqualTo(verdict);
  }

  @ParameterizedTest
  @CsvSource({"0, 900, DUPLICATE", "5, 500, LATE", "5, 1001, RENUMBERED"})
  void whereNoNumberingIsKnownOldFramesWereSentBefore(
      long sequence, long newestMicros, Verdict verdict) {
    CameraClock unknown =
        new CameraClock(
            CLOCK.order(),
            CLOCK.frames(),
            Numberings.unknownBefore(CLOCK.frames()),
            FrameRateLimit.Use.NONE,
            NOW,
            FrameClock.NONE);

    assertThat(arrival(unknown, sequence, newestMicros, NOW).verdict()).isEqualTo(verdict);
  }

  @Test
  void numberingsAreBounded() {
    Numberings numberings = Numberings.NONE;
    for (long start = 0; start < 100; start++) {
      numberings = numberings.startingAt(start, start).with(start, start + 10);
    }

    assertThat(numberings.all())
        .hasSize(Numberings.MAX)
        .startsWith(new Numbering(91, 91, 101, List.of()))
        .endsWith(new Numbering(99, 99, 109, List.of()));
  }

  /** A chunk a second; chunk n has the time n s. */
  private static Numberings running(long chunks) {
    Numberings numberings = Numberings.NONE.startingAt(0, 0);
    for (long sequence = 0; sequence < chunks; sequence++) {
      numberings = numberings.with(sequence, sequence * SECOND);
    }
    return numberings;
  }

  private static boolean mayHold(Numberings numberings, long sequence, long micros) {
    return numberings.mayHold(sequence, new long[] {micros}, ORDERING.rules(), false);
  }

  @ParameterizedTest
  @ValueSource(longs = {10, 1_000, 86_400})
  void everyChunkThatWasSentMayBeSentAgain(long chunks) {
    Numberings numberings = running(chunks);
    for (long sequence = 0; sequence < chunks; sequence++) {
      assertThat(mayHold(numberings, sequence, sequence * SECOND)).as("%d", sequence).isTrue();
    }
  }

  /** A camera that starts again from 0, or as far back, while its clock is where it was then. */
  @ParameterizedTest(name = "{0} chunks, from number {1} on")
  @CsvSource({"86400, 0", "86400, 5", "86400, 60", "86400, 86390", "86400, 86100", "86400, 40000"})
  void chunksThatAreNoRepetitionAreKnownSoon(long chunks, long from) {
    Numberings numberings = running(chunks);
    long back = chunks - from;
    for (long sequence = from; ; sequence++) {
      if (!mayHold(numberings, sequence, sequence * SECOND + 1234)) {
        assertThat(sequence - from).isLessThanOrEqualTo(Math.min(from, back) / 4 + 1);
        return;
      }
    }
  }

  @Test
  void chunksWithTimesOfOtherNumbersAreKnownAtOnce() {
    Numberings numberings = running(86_400);
    for (long sequence = 0; sequence < 80_000; sequence += 17) {
      assertThat(mayHold(numberings, sequence, (sequence + sequence / 2 + 20) * SECOND))
          .as("%d", sequence)
          .isFalse();
    }
  }

  @Test
  void anchorsAreFew() {
    assertThat(running(86_400).all().get(0).anchors()).hasSizeBetween(100, 200);
  }

  /** The clock went back by 5 s within a numbering, and what was dropped then comes again. */
  @Test
  void smallStepBackDoesNotMakeARepetitionANewChunk() {
    assertThat(mayHold(running(200), 150, 145 * SECOND + 1)).isTrue();
    assertThat(mayHold(running(200), 150, 155 * SECOND + 1)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"9, 1000", "4, 500"})
  void duplicateOrLateChunkChangesNothing(long sequence, long newestMicros) {
    Decision decision = arrival(CLOCK, sequence, newestMicros, NOW);

    assertThat(decision.ready()).isEmpty();
    assertThat(decision.clock()).isEqualTo(CLOCK);
  }

  @Test
  void repeatedWaitingChunkIsADuplicate() {
    CameraClock waiting = waitingFor10(waiting(12));

    assertThat(arrival(waiting, 12, 1100, NOW).verdict()).isEqualTo(Verdict.DUPLICATE);
    assertThat(arrival(waiting, 11, 1050, NOW).verdict()).isEqualTo(Verdict.WAITS);
  }

  @Test
  void unseenCameraStartsAtZeroAndWaitsForIt() {
    CameraClock unseen = CameraClock.unseen(NOW);

    assertThat(arrival(unseen, 0, 5, NOW).verdict()).isEqualTo(Verdict.READY);
    assertThat(arrival(unseen, 3, 5, NOW).verdict()).isEqualTo(Verdict.WAITS);
  }

  @Test
  void missingChunkReleasesThoseThatWaitedForItUpToTheNextHole() {
    CameraClock waiting = waitingFor10(waiting(11), waiting(12), waiting(14));

    Decision decision = arrival(waiting, 10, 1033, NOW);

    assertThat(decision.ready()).containsExactly(10L, 11L, 12L);
    assertThat(decision.clock().order())
        .isEqualTo(new ChunkOrder(13, List.of(), List.of(waiting(14))));
  }

  @Test
  void waitingChunksAreKeptBySequenceWithTheirTimesOfArrival() {
    CameraClock clock = CLOCK;
    clock = arrival(clock, 15, 1500, 30).clock();
    clock = arrival(clock, 12, 1200, 40).clock();

    assertThat(clock.order().waiting()).containsExactly(new Waiting(12, 40), new Waiting(15, 30));
  }

  @Test
  void chunkBeyondTheBoundSkipsTheFirstHole() {
    CameraClock full = waitingFor10(waiting(12), waiting(13), waiting(15));

    Decision decision = arrival(full, 17, 1700, NOW);

    assertThat(decision.verdict()).isEqualTo(Verdict.WAITS);
    assertThat(decision.ready()).containsExactly(12L, 13L);
    assertThat(decision.clock().order())
        .isEqualTo(
            new ChunkOrder(14, List.of(new Skipped(10, 11)), List.of(waiting(15), waiting(17))));
  }

  @Test
  void chunkBelowAllThatWaitIsProcessedWhenNoneMayWaitLonger() {
    CameraClock full = waitingFor10(waiting(12), waiting(13), waiting(15));

    Decision decision = arrival(full, 11, 1100, NOW);

    assertThat(decision.verdict()).isEqualTo(Verdict.READY);
    assertThat(decision.ready()).containsExactly(11L, 12L, 13L);
  }

  @Test
  void withoutRoomNothingWaits() {
    ChunkOrdering noRoom =
        new ChunkOrdering(TimeRules.DEFAULT.with(new Reordering(Duration.ofMillis(WAIT), 0)), 0);

    Decision decision = noRoom.onArrival(CLOCK, 12, new long[] {1200}, NOW);

    assertThat(decision.ready()).containsExactly(12L);
    assertThat(decision.clock().order().skipped())
        .containsExactly(new Skipped(4, 6), new Skipped(10, 11));
  }

  @Test
  void newNumberingIsProcessedAfterAllThatWait() {
    CameraClock waiting = waitingFor10(waiting(12), waiting(14));

    Decision decision = arrival(waiting, 2, 2000, NOW);

    assertThat(decision.ready()).containsExactly(12L, 14L, 2L);
    assertThat(decision.clock().order())
        .isEqualTo(new ChunkOrder(3, List.of(new Skipped(0, 1)), List.of()));
  }

  @Test
  void afterNewNumberingSkippedNumbersAreLate() {
    CameraClock renumbered = arrival(CLOCK, 2, 2000, NOW).clock();

    assertThat(arrival(renumbered, 1, 900, NOW).verdict()).isEqualTo(Verdict.LATE);
    assertThat(arrival(renumbered, 3, 2033, NOW).verdict()).isEqualTo(Verdict.READY);
  }

  @Test
  void skippedRangesAreBounded() {
    ChunkOrder order = ChunkOrder.START;
    for (long sequence = 2; sequence <= 200; sequence += 2) {
      order = order.skippingTo(sequence).after(sequence);
    }

    assertThat(order.skipped()).hasSize(ChunkOrder.MAX_SKIPPED);
    assertThat(order.wasSkipped(199)).isTrue();
    assertThat(order.wasSkipped(198)).isFalse();
    assertThat(order.wasSkipped(1)).isFalse();
  }

  @Test
  void waitEndsAfterItsTimeAndSkipsWhatIsMissing() {
    CameraClock waiting = waitingFor10(new Waiting(12, NOW), new Waiting(14, NOW + 1));

    assertThat(ORDERING.waitTimer(waiting)).isEqualTo(OptionalLong.of(NOW + WAIT));
    assertThat(ORDERING.endWaits(waiting, NOW + WAIT - 1, NOW + 3 * WAIT))
        .isEqualTo(new Decision(Verdict.READY, List.of(), waiting));

    Decision decision = ORDERING.endWaits(waiting, NOW + WAIT, NOW + WAIT);
    assertThat(decision.ready()).containsExactly(12L);
    assertThat(decision.clock().order())
        .isEqualTo(
            new ChunkOrder(13, List.of(new Skipped(10, 11)), List.of(new Waiting(14, NOW + 1))));
  }

  @Test
  void waitEndsAfterTenTimesItsLengthWhateverHasArrived() {
    CameraClock waiting = waitingFor10(waiting(12));

    assertThat(ORDERING.patienceTimer(waiting)).isEqualTo(OptionalLong.of(NOW + 10 * WAIT));
    assertThat(ORDERING.endWaits(waiting, Long.MIN_VALUE, NOW + 10 * WAIT - 1).ready()).isEmpty();
    assertThat(ORDERING.endWaits(waiting, Long.MIN_VALUE, NOW + 10 * WAIT).ready())
        .containsExactly(12L);
    assertThat(ORDERING.patienceTimer(CLOCK)).isEmpty();
  }

  @Test
  void timeBeforeTheStartOfTheJobIsNoWaitAndNoIdleTime() {
    ChunkOrdering restarted = new ChunkOrdering(ORDERING.rules(), NOW + 1_000_000);
    CameraClock waiting = waitingFor10(waiting(12));

    assertThat(restarted.waitTimer(waiting)).isEqualTo(OptionalLong.of(NOW + 1_000_000 + WAIT));
    assertThat(restarted.isIdle(CLOCK, NOW + 1_000_000 + IDLE - 1)).isFalse();
    assertThat(restarted.isIdle(CLOCK, NOW + 1_000_000 + IDLE)).isTrue();
  }

  @Test
  void cameraIsIdleAfterTheTimeoutUnlessAChunkWaits() {
    assertThat(ORDERING.isIdle(CLOCK, NOW + IDLE - 1)).isFalse();
    assertThat(ORDERING.isIdle(CLOCK, NOW + IDLE)).isTrue();
    assertThat(ORDERING.isIdle(waitingFor10(waiting(12)), NOW + IDLE)).isFalse();
  }

  @Test
  void pendingIdleTimerStays() {
    CameraClock pending = CLOCK.withIdleTimer(NOW + 5);

    assertThat(ORDERING.idleTimer(pending, NOW)).isEqualTo(NOW + 5);
    assertThat(ORDERING.idleTimer(pending, NOW + 5)).isEqualTo(NOW + IDLE);
    assertThat(ORDERING.waitTimer(pending)).isEmpty();
  }
}
