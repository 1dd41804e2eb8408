package io.facephys.analysts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.facephys.schemas.JsonFormat;
import io.facephys.schemas.MalformedMessageException;
import io.facephys.schemas.MessageReader;
import io.facephys.schemas.PulseWaveform;
import io.facephys.schemas.RegistryFormat;
import io.facephys.schemas.SchemaRegistry;
import io.facephys.schemas.SingleObjectFormat;
import io.facephys.schemas.VitalSigns;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The registry's format against a real schema registry. */
final class RegistryITCase {
  @TempDir private static Path folder;

  private static RegistryProcess process;
  private static SchemaRegistry registry;

  @BeforeAll
  static void start() throws Exception {
    process = RegistryProcess.start(folder);
    registry = new SchemaRegistry(process.api());
  }

  @AfterAll
  static void stop() {
    if (process != null) {
      process.close();
    }
  }

  @Test
  void sameWaveIsTheSameToTheLastBitInAllThreeFormats() throws Exception {
    RegistryFormat<PulseWaveform> confluent =
        new RegistryFormat<>(PulseWaveform.class, registry, "pulse-waveforms");
    JsonFormat<PulseWaveform> json = new JsonFormat<>(PulseWaveform.class);
    MessageReader<PulseWaveform> reader = new MessageReader<>(PulseWaveform.class, registry);
    for (PulseWaveform wave : Ward.waves()) {
      List<byte[]> messages =
          List.of(
              confluent.encode(wave),
              json.encode(wave),
              SingleObjectFormat.PULSE_WAVEFORM.encode(wave));
      for (byte[] message : messages) {
        assertThat(reader.read(message)).isEqualTo(wave);
      }
      assertThat(messages)
          .extracting(message -> message[0])
          .containsExactly((byte) 0, (byte) '{', (byte) 0xC3);
    }
  }

  @Test
  void registryKnowsTheSchemaUnderTheTopicsName() throws Exception {
    RegistryFormat<VitalSigns> rows =
        new RegistryFormat<>(VitalSigns.class, registry, "vital-signs");
    RegistryFormat<VitalSigns> again =
        new RegistryFormat<>(VitalSigns.class, registry, "vital-signs");

    assertThat(process.get("/subjects")).contains("\"vital-signs-value\"");
    assertThat(process.get("/subjects/vital-signs-value/versions")).isEqualTo("[1]");
    VitalSigns row = Ward.rows().get(0);
    assertThat(Arrays.copyOf(again.encode(row), 5)).isEqualTo(Arrays.copyOf(rows.encode(row), 5));
  }

  @Test
  void schemaThatTheRegistryDoesNotHaveIsNamed() {
    MessageReader<VitalSigns> reader = new MessageReader<>(VitalSigns.class, registry);
    assertThatExceptionOfType(MalformedMessageException.class)
        .isThrownBy(() -> reader.read(new byte[] {0, 0, 0, 0x7F, 1, 2}))
        .withMessageContaining("schema 32513 is not known");
  }
}
