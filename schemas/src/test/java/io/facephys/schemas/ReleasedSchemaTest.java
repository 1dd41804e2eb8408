package io.facephys.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The schemas are those of release 0.1.0; schemas/README.md says how a later release changes one.
 */
class ReleasedSchemaTest {
  static Stream<Arguments> releasedFingerprints() {
    return Stream.of(
        arguments(FaceChunk.getClassSchema(), "54ee3ff573da8d7e"),
        arguments(PulseWaveform.getClassSchema(), "5caaf35e300f1efe"),
        arguments(FaceControl.getClassSchema(), "8121b5cf301e5cd1"),
        arguments(FaceEvent.getClassSchema(), "d0486d7b9b0d1368"),
        arguments(PulseBeat.getClassSchema(), "3c7272c6a8b49901"),
        arguments(VitalSigns.getClassSchema(), "fa2c6551dbb9ec75"));
  }

  @ParameterizedTest
  @MethodSource("releasedFingerprints")
  void schemaHasTheFingerprintOfItsRelease(Schema schema, String fingerprint) {
    assertThat(SchemaNormalization.parsingFingerprint64(schema))
        .isEqualTo(Long.parseUnsignedLong(fingerprint, 16));
  }

  static Stream<Schema> enums() {
    return Stream.of(
        PixelFormat.getClassSchema(),
        QualityReason.getClassSchema(),
        ControlAction.getClassSchema(),
        EventKind.getClassSchema());
  }

  /** Without a default a reader of this release could not read a symbol of a later one. */
  @ParameterizedTest
  @MethodSource("enums")
  void symbolsOfLaterReleasesAreReadAsUnknown(Schema schema) {
    assertThat(schema.getEnumDefault()).isEqualTo("UNKNOWN");
  }
}
