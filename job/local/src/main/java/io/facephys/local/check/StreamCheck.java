package io.facephys.local.check;

import io.facephys.engine.Frames;
import io.facephys.engine.signal.EvenGrid;
import io.facephys.engine.signal.PosPulse;
import io.facephys.engine.signal.PulseBand;
import io.facephys.engine.signal.PulseSpectrum;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** Measures the chunks of one subject and camera against the contract. Not for several threads. */
public final class StreamCheck implements AutoCloseable {
  /** The shortest stream that is judged. */
  public static final double LEAST_SECONDS = 5;

  private static final double LEAST_PULSE_SECONDS = 10;
  private static final double MOST_PULSE_ERROR_BPM = 3;

  private final TimeCheck times = new TimeCheck();
  private final PixelCheck pixels = new PixelCheck();
  private final FaceCheck face = new FaceCheck();
  private int malformed;
  private String malformedReason = "";

  /** Takes in the next chunk, in the order of arrival. */
  public void add(SentChunk chunk) {
    if (times.add(chunk)) {
      pixels.add(chunk.frames());
      face.add(chunk.frames());
    }
  }

  /** Takes in a record that holds no chunk. */
  public void addMalformed(String reason) {
    malformed++;
    malformedReason = reason;
  }

  /** How many frames came. */
  public int frames() {
    return times.frames();
  }

  /** From the first frame to the last. */
  public double seconds() {
    return times.seconds();
  }

  /**
   * A finding for each point.
   *
   * @param expectedBpm the true pulse, if it is known
   */
  public List<Finding> findings(OptionalDouble expectedBpm) {
    List<Finding> findings = new ArrayList<>();
    findings.add(
        Finding.of(
            Point.RECORDS,
            malformed > 0,
            malformed == 0
                ? "all can be read"
                : "%d cannot be read: %s".formatted(malformed, malformedReason)));
    if (frames() > 0) {
      findings.addAll(times.findings());
      findings.addAll(pixels.findings());
      findings.addAll(face.findings(pixels.meanFrame()));
      expectedBpm.ifPresent(bpm -> findings.add(pulse(bpm)));
    }
    return findings;
  }

  /** The rate by POS, which needs no weights, from the colour of the middle of the frames. */
  private Finding pulse(double expectedBpm) {
    if (seconds() < LEAST_PULSE_SECONDS) {
      return Finding.notMeasured(
          Point.PULSE, "%.0f s of frames are needed".formatted(LEAST_PULSE_SECONDS));
    }
    List<float[]> colours = pixels.colours();
    FloatBuffer values = FloatBuffer.allocate(3 * colours.size());
    colours.forEach(values::put);
    double rate = times.frameRateHz();
    double[] wave = PosPulse.wave(Frames.ofFloats(values.flip(), colours.size()), rate);
    double[] seconds = new double[wave.length];
    for (int i = 0; i < seconds.length; i++) {
      seconds[i] = i / rate;
    }
    double measured = PulseSpectrum.beatsPerMinute(PulseBand.of(EvenGrid.of(seconds, wave)));
    return Finding.of(
        Point.PULSE,
        Math.abs(measured - expectedBpm) > MOST_PULSE_ERROR_BPM,
        "%.1f bpm measured, %.1f expected".formatted(measured, expectedBpm));
  }

  @Override
  public void close() {
    face.close();
  }
}
