package io.facephys.measure.peers;

import io.facephys.engine.PulseModel;
import org.jspecify.annotations.Nullable;

/** One of this project's engines; the model is closed with this. */
public record EnginePeer(String name, PulseModel model, int chunkFrames, @Nullable String reference)
    implements Peer {
  @Override
  public float[] run(BenchClip clip) {
    return clip.recording().run(model, chunkFrames).wave();
  }

  @Override
  public void close() {
    model.close();
  }
}
