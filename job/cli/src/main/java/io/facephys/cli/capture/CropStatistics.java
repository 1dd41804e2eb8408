package io.facephys.cli.capture;

import io.facephys.camera.FaceCrop;
import io.facephys.engine.PulseRules;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** Figures of the newest pictures, for the terminal. Not for several threads. */
final class CropStatistics {
  private static final long WINDOW_MILLIS = 3000;

  private record Seen(long millis, int faces) {}

  private final Deque<Seen> pictures = new ArrayDeque<>();
  private double mean;
  private double clipped;
  private long crops;

  void add(List<FaceCrop> faces, long nowMillis) {
    pictures.addLast(new Seen(nowMillis, faces.size()));
    while (pictures.getFirst().millis < nowMillis - WINDOW_MILLIS) {
      pictures.removeFirst();
    }
    crops += faces.size();
    if (!faces.isEmpty()) {
      measure(faces);
    }
  }

  private void measure(List<FaceCrop> faces) {
    long sum = 0;
    long bright = 0;
    long values = 0;
    for (FaceCrop face : faces) {
      for (byte value : face.rgb()) {
        sum += value & 0xFF;
        bright += (value & 0xFF) >= PulseRules.CLIPPED_FROM ? 1 : 0;
      }
      values += face.rgb().length;
    }
    mean = (double) sum / values;
    clipped = (double) bright / values;
  }

  /** Pictures a second over the last 3 s. */
  double framesPerSecond() {
    long span = pictures.isEmpty() ? 0 : pictures.getLast().millis - pictures.getFirst().millis;
    return span == 0 ? 0 : 1000.0 * (pictures.size() - 1) / span;
  }

  /** Faces in the newest picture. */
  int faces() {
    return pictures.isEmpty() ? 0 : pictures.getLast().faces;
  }

  /** Crops so far. */
  long crops() {
    return crops;
  }

  /** How bright the newest faces are, and how much of them is too bright to carry a pulse. */
  String exposure() {
    return crops == 0 ? "-" : "%.0f of 255, %.1f %% clipped".formatted(mean, 100 * clipped);
  }
}
