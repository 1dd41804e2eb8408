package io.facephys.camera.video;

/**
 * Where the capture times of an input's pictures come from.
 *
 * @param kind which of them
 * @param framesPerSecond of {@link Kind#FRAME_RATE}; otherwise 0
 */
public record TimeSource(Kind kind, double framesPerSecond) {
  /** The ways to come by times. */
  public enum Kind {
    /** The times that the input carries. */
    STREAM,
    /** When pictures arrive; only live input has such times. */
    ARRIVAL,
    /** The pictures are counted; so many of them make a second. */
    FRAME_RATE
  }

  /** The times that the input carries. */
  public static final TimeSource STREAM = new TimeSource(Kind.STREAM, 0);

  /** When pictures arrive. */
  public static final TimeSource ARRIVAL = new TimeSource(Kind.ARRIVAL, 0);

  private static final String FRAME_RATE = "fps=";
  private static final double MAX_RATE = 1000;

  /** So many pictures a second. */
  public static TimeSource ofFrameRate(double framesPerSecond) {
    if (!(framesPerSecond >= 1 && framesPerSecond <= MAX_RATE)) {
      throw new IllegalArgumentException(
          "%s frames a second are not possible; 1 to %.0f are"
              .formatted(framesPerSecond, MAX_RATE));
    }
    return new TimeSource(Kind.FRAME_RATE, framesPerSecond);
  }

  /**
   * Reads {@code stream}, {@code arrival} or {@code fps=N}.
   *
   * @throws IllegalArgumentException if it is none of them
   */
  public static TimeSource of(String text) {
    if (text.equals(STREAM.toString())) {
      return STREAM;
    }
    if (text.equals(ARRIVAL.toString())) {
      return ARRIVAL;
    }
    if (text.startsWith(FRAME_RATE)) {
      try {
        return ofFrameRate(Double.parseDouble(text.substring(FRAME_RATE.length())));
      } catch (NumberFormatException e) {
        // said below
      }
    }
    throw new IllegalArgumentException(
        "'%s' says no times: give stream, arrival or fps=N, for example fps=15".formatted(text));
  }

  /** As {@link #of} reads it. */
  @Override
  public String toString() {
    return switch (kind) {
      case STREAM -> "stream";
      case ARRIVAL -> "arrival";
      case FRAME_RATE -> FRAME_RATE + framesPerSecond;
    };
  }

  /** For people: what the times are. */
  String description() {
    return switch (kind) {
      case STREAM -> "times of the stream";
      case ARRIVAL -> "times of arrival";
      case FRAME_RATE -> "times of %s frames/s".formatted(framesPerSecond);
    };
  }
}
