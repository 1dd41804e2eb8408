package io.facephys.engine.backend.onnx;

import io.facephys.engine.FrameIntervals;
import io.facephys.engine.Frames;
import io.facephys.engine.PulseModel;
import io.facephys.engine.PulseState;
import io.facephys.engine.Step;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import org.jetbrains.bio.npy.NpyArray;
import org.jetbrains.bio.npy.NpyFile;

/** A clip in a folder of .npy files: uint8 frames (frame, 36, 36, 3) and capture times. */
@SuppressWarnings("ArrayRecordComponent") // test data; nobody compares them
record Clip(Path folder, ByteBuffer frames, long[] timesMicros) {
  /** What a model made of a clip. */
  @SuppressWarnings("ArrayRecordComponent")
  record Run(float[] wave, PulseState last) {}

  private static final int FRAME_BYTES = 36 * 36 * 3;

  /** The project's own clip; weights/clip/README.md says how it and its references were made. */
  static Clip shipped() {
    return in(Path.of(System.getProperty("facephys.root"), "weights", "clip"));
  }

  static Clip in(Path folder) {
    return new Clip(
        folder,
        ByteBuffer.wrap(read(folder.resolve("frames.npy")).asByteArray()),
        read(folder.resolve("timestamps.npy")).asLongArray());
  }

  /** An array of floats beside the frames. */
  float[] floats(String file) {
    return read(folder.resolve(file)).asFloatArray();
  }

  int count() {
    return timesMicros.length;
  }

  Frames frames(int from, int to) {
    return Frames.ofBytes(frames.slice(from * FRAME_BYTES, (to - from) * FRAME_BYTES), to - from);
  }

  float[] intervals(int from, int to) {
    long[] times = Arrays.copyOfRange(timesMicros, from, to);
    return from == 0
        ? FrameIntervals.ofFirst(times).seconds()
        : FrameIntervals.after(timesMicros[from - 1], times).seconds();
  }

  /** One chunk. */
  Step step(PulseModel model, int from, int to, PulseState state) {
    return model.advance(frames(from, to), intervals(from, to), state);
  }

  /** The whole clip from the model's initial state, in chunks. */
  Run run(PulseModel model, int chunkFrames) {
    float[] wave = new float[count()];
    PulseState state = model.initialState();
    for (int from = 0; from < count(); from += chunkFrames) {
      Step step = step(model, from, Math.min(count(), from + chunkFrames), state);
      System.arraycopy(step.wave(), 0, wave, from, step.wave().length);
      state = step.next();
    }
    return new Run(wave, state);
  }

  private static NpyArray read(Path file) {
    return NpyFile.read(file, Integer.MAX_VALUE);
  }
}
