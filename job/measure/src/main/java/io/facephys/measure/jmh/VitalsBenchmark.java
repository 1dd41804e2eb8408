package io.facephys.measure.jmh;

import io.facephys.engine.Frames;
import io.facephys.engine.frames.FrameColours;
import io.facephys.engine.vitals.CameraVitals;
import io.facephys.engine.vitals.VitalsStep;
import io.facephys.engine.vitals.WavePiece;
import io.facephys.schemas.CropContract;
import java.nio.ByteBuffer;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Vital signs of one second, 30 frames, of a camera whose windows are all full, and its parts. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class VitalsBenchmark {
  private static final int SECONDS = 150;
  private static final int FRAMES = 30;

  private final CameraVitals kept = VitalsStep.advance(null, pulse(0, SECONDS)).next();
  private final WavePiece second = pulse(SECONDS, SECONDS + 1);
  private final Frames frames =
      Frames.ofBytes(ByteBuffer.allocate(FRAMES * CropContract.FRAME_BYTES), FRAMES);

  private static WavePiece pulse(int fromSecond, int toSecond) {
    Random random = new Random(fromSecond);
    int frames = FRAMES * (toSecond - fromSecond);
    long[] times = new long[frames];
    float[] wave = new float[frames];
    float[] colours = new float[3 * frames];
    for (int i = 0; i < frames; i++) {
      double at = fromSecond + (i + 0.5) / FRAMES;
      double phase = 2 * Math.PI * 1.2 * at;
      times[i] = Math.round(1e6 * at);
      wave[i] =
          (float) (Math.sin(phase) + 0.3 * Math.sin(2 * phase) + 0.02 * random.nextGaussian());
      for (int channel = 0; channel < 3; channel++) {
        colours[3 * i + channel] = 0.5f - (channel == 1 ? 0.008f : 0.003f) * wave[i];
      }
    }
    return new WavePiece(0, times, wave, colours);
  }

  @Benchmark
  public VitalsStep.Result second() {
    return VitalsStep.advance(kept, second);
  }

  /** The mean colours of a second of a recording. */
  @Benchmark
  public float[] colours() {
    return FrameColours.of(frames);
  }
}
