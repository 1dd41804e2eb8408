package io.facephys.schemas;

import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
  private static final Map<String, Class<?>> CLASSES = // a schema's full name is its class's
      Stream.<Class<?>>of(
              FaceChunk.class,
              PixelFormat.class,
              PulseWaveform.class,
              QualityReason.class,
              FaceControl.class,
              ControlAction.class,
              FaceEvent.class,
              EventKind.class,
              PulseBeat.class,
              VitalSigns.class)
          .collect(Collectors.toMap(Class::getName, Function.identity()));

  ContractData() {
    addLogicalTypeConversion(new TimeConversions.TimestampMicrosConversion());
  }

  @Override
  public Class<?> getClass(Schema schema) {
    Class<?> known = CLASSES.get(schema.getFullName());
    return known != null ? known : super.getClass(schema);
  }
}
