package io.facephys.cli.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.facephys.cli.live.Rows;
import io.facephys.schemas.PulseWaveform;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

final class BatchLogTest {
  private static final long CAPTURE_MICROS = 1_767_225_600_000_000L;

  private final BatchLog log = new BatchLog();

  @Test
  void pageGetsEachBatchOnce() throws Exception {
    long seen = log.snapshot().number();
    publish(wave(0));
    publish(wave(1));

    BatchLog.Batch first = next(seen);
    BatchLog.Batch second = next(first.number());
    assertThat(waves(first)).hasSize(1);
    assertThat(waves(second)).hasSize(1);
    assertThat(log.after(second.number())).as("nothing within a second").isNull();
  }

  @Test
  void pageThatHasFallenBehindGetsASnapshot() throws Exception {
    long seen = log.snapshot().number();
    for (int i = 0; i < 50; i++) {
      publish(wave(i));
    }

    BatchLog.Batch batch = next(seen);
    assertThat(batch.snapshot()).isTrue();
    assertThat(waves(batch)).as("of the last 15 s").hasSize(16);
    assertThat(batch.number()).isEqualTo(seen + 50);
  }

  @Test
  void waveThatComesTwiceIsSentOnce() throws Exception {
    long seen = log.snapshot().number();
    publish(wave(0), wave(1), wave(0), wave(1));

    assertThat(waves(next(seen))).hasSize(2);
  }

  @Test
  void cameraWhoseClockIsSetBackAgainAndAgainKeepsFifteenSeconds() throws Exception {
    for (int segment = 0; segment < 5; segment++) {
      for (int second = 0; second < 10; second++) {
        PulseWaveform wave = wave(100_000 - segment * 1_000 + second);
        wave.setSegment(segment);
        publish(wave);
      }
    }

    assertThat(waves(log.snapshot())).hasSize(10);
  }

  @Test
  void samplesAndTimesAreThoseOfTheWave() throws Exception {
    long seen = log.snapshot().number();
    publish(wave(0));

    JsonNode wave = waves(next(seen)).get(0);
    assertThat(wave.get("first").asLong()).isEqualTo(CAPTURE_MICROS / 1000);
    assertThat(wave.get("after").get(1).asLong()).isEqualTo(33);
    assertThat(wave.get("wave").get(1).asInt()).isEqualTo(-1250);
    assertThat(wave.get("arrived").asLong()).isCloseTo(System.currentTimeMillis(), within(5_000L));
  }

  @Test
  void missingValueIsNullWithItsReasonInWords() throws Exception {
    long seen = log.snapshot().number();
    log.publish(
        new LiveFeed.Records(List.of(), List.of(Rows.withoutRate("wall", "NO_PULSE")), List.of()),
        "3 records could not be read: why");

    JsonNode batch = json(next(seen));
    JsonNode row = batch.at("/views/0/row");
    assertThat(row.get("rate").isNull()).isTrue();
    assertThat(row.get("rateWhy").asText()).isEqualTo("The colours show no pulse");
    assertThat(batch.get("problem").asText()).startsWith("3 records");
  }

  private void publish(PulseWaveform... waves) {
    log.publish(new LiveFeed.Records(List.of(waves), List.of(), List.of()), null);
  }

  private BatchLog.Batch next(long seen) throws InterruptedException {
    return Objects.requireNonNull(log.after(seen));
  }

  private static JsonNode waves(BatchLog.Batch batch) throws Exception {
    return json(batch).at("/views/0/waves");
  }

  private static JsonNode json(BatchLog.Batch batch) throws Exception {
    return new ObjectMapper().readTree(batch.json());
  }

  /** A wave of two frames that begins {@code second} seconds after the first. */
  private static PulseWaveform wave(int second) {
    long first = CAPTURE_MICROS + second * 1_000_000L;
    return PulseWaveform.newBuilder()
        .setSubjectId("anna")
        .setCameraId("camera")
        .setSequence(second)
        .setCaptureTimesMicros(List.of(first, first + 33_333))
        .setWave(List.of(0.5f, -1.25f))
        .setModelName("model")
        .setModelSha256("0".repeat(64))
        .setFramesBefore(second)
        .setReplacedIntervals(0)
        .setSegment(0)
        .setSegmentSeconds(second)
        .setFramesDropped(0)
        .setGapSeconds(0)
        .setFrameRateHz(30)
        .setReasons(List.of())
        .build();
  }
}
