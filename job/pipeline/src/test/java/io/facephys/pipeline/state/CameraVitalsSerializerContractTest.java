package io.facephys.pipeline.state;

import io.facephys.engine.vitals.Beat;
import io.facephys.engine.vitals.BeatTemplate;
import io.facephys.engine.vitals.CameraVitals;
import io.facephys.engine.vitals.CameraVitals.Samples;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.apache.flink.api.common.typeutils.SerializerTestBase;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.testutils.DeeplyEqualsChecker;

/** What Flink asks of every serializer, for one in a byte layout. */
class CameraVitalsSerializerContractTest extends SerializerTestBase<CameraVitals> {
  CameraVitalsSerializerContractTest() {
    super(
        new DeeplyEqualsChecker()
            .withCustomCheck(
                (a, b) -> a instanceof CameraVitals && b instanceof CameraVitals,
                (a, b, checker) -> equal((CameraVitals) a, (CameraVitals) b)));
  }

  private static boolean equal(CameraVitals a, CameraVitals b) {
    return a.segment() == b.segment()
        && a.segmentStartMicros() == b.segmentStartMicros()
        && a.usableFromMicros() == b.usableFromMicros()
        && a.equalFrames() == b.equalFrames()
        && Arrays.equals(a.samples().timesMicros(), b.samples().timesMicros())
        && Arrays.equals(a.samples().wave(), b.samples().wave())
        && Arrays.equals(a.samples().colours(), b.samples().colours())
        && Arrays.equals(a.samples().marks(), b.samples().marks())
        && Objects.equals(a.beats(), b.beats())
        && a.beatsUntilMicros() == b.beatsUntilMicros()
        && Arrays.equals(a.template().shape(), b.template().shape())
        && a.template().beats() == b.template().beats();
  }

  @Override
  protected TypeSerializer<CameraVitals> createSerializer() {
    return CameraVitalsSerializer.INSTANCE;
  }

  @Override
  protected int getLength() {
    return -1;
  }

  @Override
  protected Class<CameraVitals> getTypeClass() {
    return CameraVitals.class;
  }

  @Override
  protected CameraVitals[] getTestData() {
    Samples samples =
        new Samples(
            new long[] {5, 9},
            new float[] {-0f, 1e-40f},
            new float[] {0, 0.5f, 1, 0.1f, 0.2f, 0.3f},
            new byte[] {0, 3});
    Beat beat = new Beat(1, 2, 3.5, Double.NaN, true, -0.5, 1, -1);
    BeatTemplate template = new BeatTemplate(new float[] {0.5f, -1}, 7);
    return new CameraVitals[] {
      CameraVitalsSerializer.INSTANCE.createInstance(),
      new CameraVitals(1, 2, Long.MAX_VALUE, 4, samples, List.of(beat, beat), -9, template)
    };
  }
}
