package io.facephys.measure.accuracy;

import io.facephys.engine.Frames;
import io.facephys.engine.recording.Recording;
import io.facephys.schemas.CropContract;
import io.facephys.testbed.simulation.SimulatedFace;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Clips of the demo's painter, with and without a pulse. The weights were trained on another
 * painter's, and the thresholds of vital signs were chosen on clips with other seeds.
 *
 * @param seed the first one of the clips
 * @param seconds the length of each clip
 */
record PaintedClips(long seed, int seconds) {
  private static final int HZ = 30;
  private static final double[] WARM = {0.02, 0.01, 0.005}; // share of R, G and B that changes

  /** Rates from 48 to 140 bpm. */
  List<EvaluationClip> withPulse(int count) {
    List<EvaluationClip> clips = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      double bpm = new SplittableRandom(seed + i).nextDouble(48, 140);
      SimulatedFace face = new SimulatedFace(bpm, seed + i);
      double[] truth =
          IntStream.range(0, HZ * seconds).mapToDouble(f -> face.blood(at(f))).toArray();
      clips.add(clip("face-" + i, faceOf(face), Optional.of(truth), "painter", "demo"));
    }
    return clips;
  }

  /**
   * Walls, still faces, frozen pictures, and faces in light that flickers, {@code count} of each.
   */
  List<EvaluationClip> withoutPulse(int count) {
    List<EvaluationClip> clips = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      SplittableRandom random = new SplittableRandom(seed + i);
      double hz = random.nextDouble(0.7, 2.2);
      byte[] face = faceOf(new SimulatedFace(0, seed + i));
      clips.add(without("wall", i, wallOf(random)));
      clips.add(without("still-face", i, face));
      clips.add(without("frozen", i, frozen(face)));
      clips.add(without("flicker-sine", i, lit(face, hz, 1, 0.02, 0.02, 0.02)));
      clips.add(without("flicker-square", i, lit(face, hz, 9, 0.02, 0.02, 0.02)));
      clips.add(without("flicker-warm", i, lit(face, hz, 1, WARM)));
    }
    return clips;
  }

  private EvaluationClip without(String name, int number, byte[] pixels) {
    return clip(name + "-" + number, pixels, Optional.empty(), "case", name);
  }

  private EvaluationClip clip(
      String name, byte[] pixels, Optional<double[]> truth, String factor, String value) {
    int frames = HZ * seconds;
    long[] times = LongStream.range(0, frames).map(i -> i * 1_000_000 / HZ).toArray();
    TreeMap<String, String> conditions = new TreeMap<>();
    conditions.put(factor, value);
    if (truth.isEmpty()) {
      conditions.put("pulse", "none");
    }
    Frames all = new Frames.ByteFrames(ByteBuffer.wrap(pixels), frames, CropContract.FRAME_BYTES);
    return new EvaluationClip(name, new Recording(all, times), truth, conditions);
  }

  private static double at(int frame) {
    return (double) frame / HZ;
  }

  private byte[] faceOf(SimulatedFace face) {
    byte[] pixels = new byte[HZ * seconds * CropContract.FRAME_BYTES];
    for (int frame = 0; frame < HZ * seconds; frame++) {
      face.paint(at(frame), pixels, frame * CropContract.FRAME_BYTES);
    }
    return pixels;
  }

  /** A texture that does not change, and the noise of a sensor. */
  private byte[] wallOf(SplittableRandom random) {
    double[] texture = random.doubles(CropContract.FRAME_BYTES, 110, 150).toArray();
    byte[] pixels = new byte[HZ * seconds * CropContract.FRAME_BYTES];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) Math.round(texture[i % texture.length] + 1.5 * random.nextGaussian());
    }
    return pixels;
  }

  private static byte[] frozen(byte[] pixels) {
    byte[] same = new byte[pixels.length];
    byte[] first = Arrays.copyOf(pixels, CropContract.FRAME_BYTES);
    for (int i = 0; i < same.length; i += first.length) {
      System.arraycopy(first, 0, same, i, first.length);
    }
    return same;
  }

  /**
   * In light that flickers.
   *
   * @param edge 1 for a sine; the larger, the more it is a square
   * @param shares of R, G and B that the light changes to either side
   */
  private static byte[] lit(byte[] pixels, double hz, double edge, double... shares) {
    byte[] lit = new byte[pixels.length];
    for (int i = 0; i < lit.length; i++) {
      double sine = Math.sin(2 * Math.PI * hz * at(i / CropContract.FRAME_BYTES));
      double change = shares[i % 3] * Math.tanh(edge * sine) / Math.tanh(edge);
      lit[i] = (byte) Math.min(255, Math.round((pixels[i] & 0xFF) * (1 + change)));
    }
    return lit;
  }
}
