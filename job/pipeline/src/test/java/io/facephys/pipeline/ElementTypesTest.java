package io.facephys.pipeline;

import static org.apache.flink.types.PojoTestUtils.assertSerializedAsPojoWithoutKryo;
import static org.assertj.core.api.Assertions.assertThat;

import io.facephys.engine.vitals.AbsentReason;
import io.facephys.engine.vitals.Beat;
import io.facephys.engine.vitals.RateInterval;
import io.facephys.engine.vitals.Reading;
import io.facephys.engine.vitals.SignalQuality;
import io.facephys.engine.vitals.Variability;
import io.facephys.engine.vitals.Vitals;
import io.facephys.pipeline.record.DeadLetter;
import io.facephys.pipeline.record.RawRecord;
import io.facephys.pipeline.record.SubjectBeat;
import io.facephys.pipeline.record.SubjectEvent;
import io.facephys.pipeline.record.SubjectMessage;
import io.facephys.pipeline.record.SubjectVitals;
import io.facephys.pipeline.record.SubjectWave;
import io.facephys.pipeline.record.WaveQuality;
import io.facephys.pipeline.record.Waveform;
import io.facephys.schemas.EventKind;
import io.facephys.schemas.QualityReason;
import java.io.IOException;
import java.util.stream.Stream;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What passes between operators goes through Flink's own serializers. */
class ElementTypesTest {
  @ParameterizedTest
  @ValueSource(
      classes = {
        RawRecord.class,
        RawRecord.Header.class,
        SubjectMessage.class,
        DeadLetter.class,
        Waveform.class,
        WaveQuality.class,
        SubjectEvent.class,
        SubjectWave.class,
        SubjectVitals.class,
        SubjectBeat.class
      })
  void elementIsSerialisedWithoutKryo(Class<?> type) {
    assertSerializedAsPojoWithoutKryo(type);
  }

  static Stream<Object> elements() {
    RawRecord whole = Subject.of("anna", 2).chunk(0, 2).record();
    RawRecord bare = new RawRecord("face-chunks", 0, 0, -1, null, null, new RawRecord.Header[0]);
    RawRecord emptyArrays =
        new RawRecord(
            "face-chunks",
            0,
            Long.MAX_VALUE,
            0,
            new byte[0],
            new byte[0],
            new RawRecord.Header[] {
              new RawRecord.Header("", new byte[0]), new RawRecord.Header("none", null)
            });
    return Stream.of(
        whole,
        bare,
        emptyArrays,
        new SubjectMessage("anna", SubjectMessage.Kind.FORGET, 5, whole),
        new DeadLetter(bare, DeadLetter.Cause.MALFORMED, "the record has no value (a tombstone)"),
        new Waveform(
            "anna",
            "c",
            7,
            new long[] {1, 2},
            new float[] {-0f, 1e-40f},
            "tiny",
            "",
            3,
            1,
            new WaveQuality(
                4, 0.1, 2, -0d, 1e-9, new QualityReason[] {QualityReason.GAP, QualityReason.BLACK}),
            8),
        new SubjectEvent(
            EventKind.FORGOTTEN, "anna", "", Long.MIN_VALUE, new String[] {"c", ""}, 3),
        SubjectWave.removed("anna", new String[] {"c"}),
        new SubjectVitals("anna", null, 0, vitals(true), "tiny", ""),
        new SubjectVitals("anna", "c", 1, vitals(false), "tiny", ""),
        new SubjectBeat("anna", "c", new Beat(4, 5, 6, Double.NaN, true, 0.5, 1, -1), "tiny", ""));
  }

  private static Vitals vitals(boolean absent) {
    Reading reading =
        absent ? new Reading(null, AbsentReason.CAMERAS_DISAGREE) : new Reading(72.5, null);
    return new Vitals(
        1,
        2,
        absent ? null : 3L,
        0.5,
        absent ? null : 30.0,
        reading,
        absent ? null : new RateInterval(70, 75),
        reading,
        new Variability(reading, absent ? null : 30.0, absent ? null : 5.0, reading, 20),
        reading,
        new SignalQuality(reading, absent ? null : 0.75));
  }

  @ParameterizedTest
  @MethodSource("elements")
  void elementComesBackAsItWas(Object element) throws IOException {
    assertThat(roundTrip(element))
        .usingRecursiveComparison()
        .withEqualsForType(Double::equals, Double.class) // NaN, too
        .isEqualTo(element);
  }

  private static <T> T roundTrip(T element) throws IOException {
    TypeSerializer<T> serializer =
        TypeInformation.of(classOf(element)).createSerializer(new SerializerConfigImpl());
    DataOutputSerializer out = new DataOutputSerializer(64);
    serializer.serialize(element, out);
    return serializer.deserialize(new DataInputDeserializer(out.getCopyOfBuffer()));
  }

  @SuppressWarnings("unchecked")
  private static <T> Class<T> classOf(T element) {
    return (Class<T>) element.getClass();
  }
}
