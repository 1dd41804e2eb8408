package io.facephys.measure.peers;

import io.facephys.engine.PulseModel;
import org.jspecify.annotations.Nullable;

/**
 * One of this project's engines.
 *
 * @param name for the table
 * @param model closed with this
 * @param chunkFrames frames per chunk
 * @param reference file that holds the reference wave of the model's weights
 */
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
