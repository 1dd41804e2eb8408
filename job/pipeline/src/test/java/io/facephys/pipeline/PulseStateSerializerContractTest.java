package io.facephys.pipeline;

import io.facephys.engine.PulseState;
import java.nio.ByteBuffer;
import java.util.Random;
import org.apache.flink.api.common.typeutils.SerializerTestBase;
import org.apache.flink.api.common.typeutils.TypeSerializer;

/** What Flink asks of every serializer. */
class PulseStateSerializerContractTest extends SerializerTestBase<PulseState> {
  private static final int SIZE = 7;

  @Override
  protected TypeSerializer<PulseState> createSerializer() {
    return new PulseStateSerializer("ab".repeat(32), SIZE);
  }

  @Override
  protected int getLength() {
    return SIZE * Float.BYTES;
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
      PulseState.copyOf(ByteBuffer.wrap(noise)), PulseState.copyOf(ByteBuffer.allocate(getLength()))
    };
  }
}
