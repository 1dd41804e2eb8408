package io.facephys.cli.check;

import io.facephys.camera.face.FaceDetector;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Measures the chunks of one subject and camera against the contract. Its memory does not grow with
 * the stream. Not for several threads.
 */
public final class StreamCheck {
  /** A shorter stream is not judged. */
  public static final double MIN_SECONDS = 5;

  private final TimeCheck times = new TimeCheck();
  private final PixelCheck pixels = new PixelCheck();
  private final FaceCheck face = new FaceCheck();
  private int malformed;
  private String malformedReason = "";

  /** Measures the next chunk, in the order of arrival. */
  public void add(SentChunk chunk) {
    if (times.add(chunk)) {
      pixels.add(chunk.frames());
      face.add(chunk.frames());
    }
  }

  /** Counts a record that is not a chunk. */
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

  /** A finding for each point, that of the pulse only if the true one is known. */
  public List<Finding> findings(OptionalDouble expectedBpm, FaceDetector detector) {
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
      PulseCheck pulse = new PulseCheck(pixels.colours(), times.frameRateHz(), seconds());
      findings.addAll(face.findings(pixels.meanFrame(), pulse, detector));
      expectedBpm.ifPresent(bpm -> findings.add(pulse.finding(bpm)));
    }
    return findings;
  }
}
