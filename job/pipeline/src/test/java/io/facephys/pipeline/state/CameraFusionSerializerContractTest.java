package io.facephys.pipeline.state;

import io.facephys.engine.vitals.AbsentReason;
import io.facephys.engine.vitals.CameraFusion;
import io.facephys.engine.vitals.CameraFusion.CameraRow;
import io.facephys.engine.vitals.RateInterval;
import io.facephys.engine.vitals.Reading;
import java.util.List;
import org.apache.flink.api.common.typeutils.SerializerTestBase;
import org.apache.flink.api.common.typeutils.TypeSerializer;

/** What Flink asks of every serializer, for one in a byte layout. */
class CameraFusionSerializerContractTest extends SerializerTestBase<CameraFusion> {
  @Override
  protected TypeSerializer<CameraFusion> createSerializer() {
    return CameraFusionSerializer.INSTANCE;
  }

  @Override
  protected int getLength() {
    return -1;
  }

  @Override
  protected Class<CameraFusion> getTypeClass() {
    return CameraFusion.class;
  }

  @Override
  protected CameraFusion[] getTestData() {
    CameraRow there =
        new CameraRow("c", 1, 2, 0.5, new Reading(71.0, null), new RateInterval(70, 72));
    CameraRow absent = new CameraRow("", -1, 0, 1, new Reading(null, AbsentReason.NO_PULSE), null);
    return new CameraFusion[] {
      CameraFusion.NONE, new CameraFusion(List.of(there, absent), 1_000_000)
    };
  }
}
