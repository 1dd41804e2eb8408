package io.facephys.pipeline.state;

import io.facephys.pipeline.time.CameraClock;
import io.facephys.pipeline.time.ChunkOrder;
import io.facephys.pipeline.time.FrameClock;
import io.facephys.pipeline.time.FrameRateLimit;
import java.util.List;
import org.apache.flink.api.common.typeutils.SerializerTestBase;
import org.apache.flink.api.common.typeutils.TypeSerializer;

/** What Flink asks of every serializer, for one in a byte layout. */
class CameraClockSerializerContractTest extends SerializerTestBase<CameraClock> {
  @Override
  protected TypeSerializer<CameraClock> createSerializer() {
    return CameraClockSerializer.INSTANCE;
  }

  @Override
  protected int getLength() {
    return -1;
  }

  @Override
  protected Class<CameraClock> getTypeClass() {
    return CameraClock.class;
  }

  @Override
  protected CameraClock[] getTestData() {
    CameraClock unseen = CameraClock.unseen(7);
    ChunkOrder order =
        new ChunkOrder(
            3, List.of(new ChunkOrder.Skipped(0, 1)), List.of(new ChunkOrder.Waiting(5, 9)));
    return new CameraClock[] {
      unseen,
      new CameraClock(order, unseen.frames(), unseen.numberings(), unseen.used(), 4, 5),
      unseen.withIdleTimer(8),
      unseen.startingNumbering(3, -7),
      unseen
          .startingNumbering(3, -7)
          .with(new FrameRateLimit.Use(11, 12))
          .after(4, new FrameClock(13, 14, 15, 16), 17)
    };
  }
}
