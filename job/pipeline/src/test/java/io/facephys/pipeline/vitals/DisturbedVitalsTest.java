package io.facephys.pipeline.vitals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.facephys.pipeline.Subject;
import io.facephys.pipeline.TinyModel;
import io.facephys.pipeline.config.ModelLocation;
import io.facephys.pipeline.encode.Messages;
import io.facephys.pipeline.pulse.PulseHarness;
import io.facephys.pipeline.pulse.PulseHarness.Backend;
import io.facephys.pipeline.record.SubjectBeat;
import io.facephys.pipeline.record.SubjectMessage;
import io.facephys.pipeline.record.SubjectVitals;
import io.facephys.schemas.PulseBeat;
import io.facephys.schemas.VitalSigns;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What both operators make of a stream with duplicates, late chunks and gaps. */
class DisturbedVitalsTest {
  private static final double BPM = 72;
  private static final int CHUNK = 30;
  private static final Subject ANNA = Subject.withPulse("anna", BPM, 40 * CHUNK);
  private static final Duration LONGER_THAN_ANY_WAIT = Duration.ofSeconds(5);

  @TempDir private static Path folder;
  private static ModelLocation tiny;

  @BeforeAll
  static void load() {
    tiny = TinyModel.ofBloodIn(folder);
  }

  @Test
  void duplicatesAndChunksThatOvertakeEachOtherChangeNothing() throws Exception {
    List<SubjectMessage> clean = ANNA.inChunksOf(CHUNK);
    List<SubjectMessage> disturbed = new ArrayList<>();
    for (int i = 0; i < clean.size(); i += 2) {
      disturbed.addAll(List.of(clean.get(i + 1), clean.get(i), clean.get(i + 1)));
    }
    Output expected = run(clean);

    assertThat(run(disturbed)).isEqualTo(expected);
    assertThat(expected.rows).hasSize(39);
    assertThat(expected.rows.get(38).vitals().pulseRate().value()).isCloseTo(BPM, within(0.5));
    assertThat(expected.beats).hasSizeGreaterThan(30);
  }

  @Test
  void lateChunkGivesWhatTheStreamWithoutItGives() throws Exception {
    List<SubjectMessage> clean = ANNA.inChunksOf(CHUNK);
    SubjectMessage late = clean.get(20);
    List<SubjectMessage> without =
        Stream.concat(clean.stream().limit(20), clean.stream().skip(21)).toList();

    assertThat(run(without, late)).isEqualTo(run(without));
    assertThat(run(without)).isNotEqualTo(run(clean));
  }

  /** The rows before the hole, one at its end, and the rows of the second piece alone. */
  @Test
  void piecesWithALongHoleBetweenThemGiveWhatEachGivesAlone() throws Exception {
    int half = ANNA.frames() / 2;
    long hole = 60_000_000;
    long[] times = ANNA.timesMicros().clone();
    IntStream.range(half, times.length).forEach(i -> times[i] += hole);
    Subject broken = ANNA.at(times);
    List<SubjectMessage> chunks = broken.inChunksOf(CHUNK);
    Output first = run(chunks.subList(0, half / CHUNK));
    Output second = run(chunks.subList(half / CHUNK, chunks.size()));

    Output both = run(chunks);

    int end = first.rows.size() + 1;
    assertThat(both.rows.subList(0, end - 1)).isEqualTo(first.rows);
    assertThat(rows(both.rows.subList(end, both.rows.size()))).isEqualTo(rows(second.rows));
    assertThat(both.beats.subList(0, first.beats.size())).isEqualTo(first.beats);
    assertThat(beats(both.beats.subList(first.beats.size(), both.beats.size())))
        .isEqualTo(beats(second.beats));
    assertThat(second.rows).anyMatch(row -> row.vitals().pulseRate().isPresent());
  }

  /** Without the number of the segment, which counts the pieces. */
  private static List<VitalSigns> rows(List<SubjectVitals> rows) {
    List<VitalSigns> messages = rows.stream().map(Messages::of).toList();
    messages.forEach(message -> message.setSegment(0L));
    return messages;
  }

  private static List<PulseBeat> beats(List<SubjectBeat> beats) {
    List<PulseBeat> messages = beats.stream().map(Messages::of).toList();
    messages.forEach(message -> message.setSegment(0));
    return messages;
  }

  private record Output(List<SubjectVitals> rows, List<SubjectBeat> beats) {}

  /** What comes of the chunks; waits that are not over then end, and the late ones come. */
  private static Output run(List<SubjectMessage> chunks, SubjectMessage... late) throws Exception {
    try (PulseHarness pulse = PulseHarness.open(tiny, Backend.HASHMAP);
        VitalsHarness vitals = VitalsHarness.open(Backend.HASHMAP, null)) {
      pulse.send(chunks);
      pulse.pass(LONGER_THAN_ANY_WAIT);
      pulse.send(Arrays.asList(late));
      assertThat(pulse.deadLetters()).hasSameSizeAs(late);
      vitals.send(pulse.subjectWaves());
      return new Output(vitals.rows(), vitals.beats());
    }
  }
}
