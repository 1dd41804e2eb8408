package io.facephys.cli.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.facephys.schemas.PulseWaveform;
import io.facephys.schemas.VitalSigns;
import java.util.List;
import org.junit.jupiter.api.Test;

final class WatchTableTest {
  private final WatchTable table = new WatchTable(3);

  @Test
  void lineShowsRateAndIntervalOrTheReasonInWords() {
    table.add(
        List.of(),
        List.of(Rows.withRate("anna", 71.6), Rows.withoutRate("wall", "NO_PULSE")),
        1_000);

    assertThat(table.lines(1_000).get(1)).contains("anna camera", "72", "70 to 74", "0.95");
    assertThat(table.lines(1_000).get(2)).contains("wall camera", "-", "The colours show no pulse");
  }

  @Test
  void silentCameraIsLostAndShowsNoEarlierRate() {
    table.add(List.of(), List.of(Rows.withRate("anna", 71.6)), 1_000);

    assertThat(table.lines(9_000).get(1))
        .contains("Camera lost: no frames for 8 s")
        .doesNotContain("72");
  }

  @Test
  void recordOfAllCamerasHasALineOfItsOwn() {
    VitalSigns together =
        VitalSigns.newBuilder(Rows.withRate("anna", 71.6)).clearCameraId().build();
    table.add(List.of(), List.of(Rows.withRate("anna", 70), together), 1_000);

    assertThat(table.lines(1_000)).hasSize(3);
    assertThat(table.lines(1_000).get(1)).contains("anna (all cameras)");
  }

  @Test
  void furtherSubjectsAreCounted() {
    for (int i = 0; i < 5; i++) {
      table.add(List.of(), List.of(Rows.withRate("subject-" + i, 70)), 1_000);
    }
    assertThat(table.lines(1_000)).hasSize(5).endsWith("and 2 more");
  }

  @Test
  void whoIsPresentStandsBeforeWhoIsLost() {
    for (int i = 0; i < 5; i++) {
      table.add(List.of(), List.of(Rows.withRate("gone-" + i, 70)), 1_000);
    }
    table.add(List.of(), List.of(Rows.withRate("present", 70)), 60_000);

    assertThat(table.lines(60_000).get(1)).startsWith("present camera");
    assertThat(table.lines(60_000).get(2)).startsWith("gone-0 camera").contains("Camera lost");
  }

  @Test
  void aLineFitsIntoEightyColumnsAndEndsWithWhatTellsTheIdsApart() {
    String id = "\033[31m\n" + "x".repeat(250);
    for (int i = 0; i < 3; i++) {
      table.add(SubjectTrackTest.chunks(0, 4), List.of(Rows.withRate(id + i, 71.6)), 1_000);
      table.add(List.of(), List.of(Rows.withoutRate(id + i, "WARMING_UP")), 1_000);
    }

    assertThat(table.lines(1_000))
        .allMatch(line -> line.length() < 80 && line.chars().noneMatch(Character::isISOControl))
        .anyMatch(line -> line.contains("xx1 camera"));
  }

  @Test
  void whoHasBeenSilentForTenMinutesIsForgotten() {
    table.add(List.of(), List.of(Rows.withRate("anna", 70)), 1_000);
    table.add(List.of(), List.of(), 602_000);

    assertThat(table.lines(602_000)).hasSize(1);
  }

  @Test
  void waveWithoutSamplesChangesNothing() {
    PulseWaveform empty =
        PulseWaveform.newBuilder(SubjectTrackTest.chunk(0))
            .setCaptureTimesMicros(List.of())
            .setWave(List.of())
            .build();
    table.add(List.of(empty), List.of(), 1_000);

    assertThat(table.lines(1_000)).hasSize(1);
  }
}
