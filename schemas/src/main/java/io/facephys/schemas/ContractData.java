package io.facephys.schemas;

import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.data.TimeConversions;
import org.apache.avro.specific.SpecificData;

/**
 * Avro's data model, with the classes of the contract.
 *
 * <p>By default Avro looks up a schema's class by its name and, from 1.12.2 on, refuses classes
 * that a system property of the JVM does not list. The table here makes that look-up unnecessary.
 */
final class ContractData extends SpecificData {
  private static final Map<String, Class<?>> CLASSES =
      Map.of(
          FaceChunk.getClassSchema().getFullName(),
          FaceChunk.class,
          PixelFormat.getClassSchema().getFullName(),
          PixelFormat.class,
          PulseWaveform.getClassSchema().getFullName(),
          PulseWaveform.class,
          QualityReason.getClassSchema().getFullName(),
          QualityReason.class,
          FaceControl.getClassSchema().getFullName(),
          FaceControl.class,
          ControlAction.getClassSchema().getFullName(),
          ControlAction.class,
          FaceEvent.getClassSchema().getFullName(),
          FaceEvent.class,
          EventKind.getClassSchema().getFullName(),
          EventKind.class,
          PulseBeat.getClassSchema().getFullName(),
          PulseBeat.class,
          VitalSigns.getClassSchema().getFullName(),
          VitalSigns.class);

  ContractData() {
    addLogicalTypeConversion(new TimeConversions.TimestampMicrosConversion());
  }

  @Override
  public Class<?> getClass(Schema schema) {
    Class<?> known =
        switch (schema.getType()) {
          case RECORD, ENUM -> CLASSES.get(schema.getFullName());
          default -> null;
        };
    return known != null ? known : super.getClass(schema);
  }
}
