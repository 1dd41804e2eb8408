package io.facephys.pipeline.state;

import io.facephys.engine.PulseState;
import io.facephys.engine.StateFormat;
import java.nio.ByteBuffer;
import java.util.Random;
import org.apache.flink.api.common.typeutils.SerializerTestBase;
import org.apache.flink.api.common.typeutils.TypeSerializer;

/** What Flink asks of every serializer. */
class PulseStateSerializerContractTest extends SerializerTestBase<PulseState> {
  private static final StateFormat FORMAT = new StateFormat(7, 2, 5);

  @Override
  protected TypeSerializer<PulseState> createSerializer() {
    return new PulseStateSerializer("ab".repeat(32), FORMAT);
  }

  @Override
  protected int getLength() {
    return FORMAT.bytes();
  }

  @Override
  protected Class<PulseState> getTypeClass() {
    return PulseState.class;
  }

  @Override
  protected PulseState[] getTestData() {
    byte[] noise = new byte[getLength()];
    new Random(20261122).nextBytes(noise);
    return new PulseState[] {
      PulseState.copyOf(ByteBuffer.wrap(noise), FORMAT),
      PulseState.copyOf(ByteBuffer.allocate(getLength()), FORMAT)
    };
  }
}
