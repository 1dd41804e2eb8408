package io.facephys.camera.video;

import io.facephys.camera.video.PictureReader.Shot;
import io.facephys.camera.video.TimeSource.Kind;
import io.facephys.camera.video.VideoOptions.Pace;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * The capture times of one input's pictures, from its opening to its end. Not for several threads.
 *
 * <p>The first second of a live stream only sets its clock. What piled up before comes faster than
 * the camera took it, each picture a shorter way than the one before; the second begins anew while
 * that goes on, for at most 10 s of the stream.
 */
final class PictureTimes {
  /** Instead of the time of a picture that cannot be used. */
  static final long NONE = Long.MIN_VALUE;

  private static final long SETTLING_MICROS = 1_000_000;
  private static final long MAX_SETTLING_MICROS = 10_000_000; // of the stream's own time
  private static final int MAX_SETTLINGS = 3;
  private static final long SETTLED_AGAIN_MICROS = 10_000_000;
  private static final long CHECKED_MICROS = 30_000_000;
  private static final int MAX_WITHOUT_TIME = 30;

  private final VideoAddress address;
  private final TimeSource source;
  private final boolean carriesTimes;
  private final VideoOptions options;
  private final DelayTrend trend = new DelayTrend();
  private final CaptureClock clock;
  private final boolean checked;
  private long counted;
  private int withoutTime;
  private boolean told;
  private long firstArrivalMicros = NONE;
  private boolean settling;
  private long settledMicros;
  private long settledPresentationMicros;
  private int settlings;

  private PictureTimes(
      VideoAddress address, VideoGrabber.Facts facts, TimeSource source, VideoOptions options) {
    this.address = address;
    this.source = source;
    this.carriesTimes = facts.carriesTimes();
    this.options = options;
    boolean atOnce = options.pace() == Pace.AT_ONCE;
    if (source.kind() == Kind.ARRIVAL) {
      this.clock = new ArrivalClock();
    } else if (atOnce || facts.isRecording()) {
      this.clock = new RecordingClock(nowMicros() - (atOnce ? facts.lengthMicros() : 0));
    } else {
      this.clock = new LiveClock(trend);
    }
    this.settling = !(clock instanceof RecordingClock);
    this.checked =
        !facts.isRecording()
            && (source.kind() == Kind.STREAM || (source.kind() == Kind.FRAME_RATE && !atOnce));
  }

  /**
   * Decides where the times come from.
   *
   * @throws IllegalArgumentException if that cannot be, with the remedy
   */
  static PictureTimes of(VideoAddress address, VideoGrabber.Facts facts, VideoOptions options) {
    return new PictureTimes(address, facts, source(address, facts, options.times()), options);
  }

  private static TimeSource source(
      VideoAddress address, VideoGrabber.Facts facts, @Nullable TimeSource chosen) {
    if (chosen != null && chosen.kind() == Kind.FRAME_RATE) {
      return chosen;
    }
    if (chosen != null && chosen.kind() == Kind.ARRIVAL) {
      if (address.isFile()) {
        throw new IllegalArgumentException(
            "the pictures of the file '%s' do not arrive as they were taken: use --times stream or, if it carries no times, --times fps=N"
                .formatted(address.name()));
      }
      return chosen;
    }
    if (facts.carriesTimes()) {
      return TimeSource.STREAM;
    }
    if (chosen == null && !facts.isRecording() && !address.isStandardInput()) {
      return TimeSource.ARRIVAL;
    }
    throw new IllegalArgumentException(
        "the pictures of '%s' carry no times: say how many are a second, for example --times fps=30%s"
            .formatted(
                address.name(),
                address.isFile() ? "" : ", or, if they come from a camera now, --times arrival"));
  }

  /** For people: where the times come from. */
  String description() {
    return carriesTimes ? source.description() : "it carries no times: " + source.description();
  }

  boolean areOfArrival() {
    return source.kind() == Kind.ARRIVAL;
  }

  int jumps() {
    return clock.jumps();
  }

  /**
   * Capture time of the next picture, microseconds since the epoch; {@link #NONE} if it has none.
   *
   * @throws IllegalStateException if the times cannot be right
   */
  long captureTimeMicros(Shot shot) {
    if (source.kind() == Kind.STREAM && !shot.hasTime()) {
      if (++withoutTime >= MAX_WITHOUT_TIME) {
        throw new IllegalStateException(
            "%d pictures of '%s' in a row carry no times: say how many are a second, for example --times fps=30"
                .formatted(withoutTime, address.name()));
      }
      return NONE;
    }
    withoutTime = 0;
    long presentation =
        source.kind() == Kind.FRAME_RATE
            ? Math.round(counted++ * 1e6 / source.framesPerSecond())
            : shot.presentationMicros();
    if (firstArrivalMicros == NONE) {
      firstArrivalMicros = shot.arrivalMicros();
      beginToSettle(presentation, shot.arrivalMicros());
    }
    if (settling && settles(presentation, shot.arrivalMicros())) {
      return NONE;
    }
    if (clock instanceof LiveClock live && live.isAhead(presentation, shot.arrivalMicros())) {
      settleAgain(presentation, shot.arrivalMicros());
      live.calibrate(presentation, shot.arrivalMicros());
      return NONE;
    }
    if (checked) {
      check(presentation, shot);
    }
    return clock.captureTimeMicros(presentation, shot.arrivalMicros());
  }

  private void beginToSettle(long presentation, long arrival) {
    settledMicros = arrival + SETTLING_MICROS;
    settledPresentationMicros = presentation + MAX_SETTLING_MICROS;
  }

  /** Whether a picture only sets the clock. */
  private boolean settles(long presentation, long arrival) {
    if (!(clock instanceof LiveClock live)) {
      settling = arrival < settledMicros;
      if (settling) {
        clock.captureTimeMicros(presentation, arrival);
      }
      return settling;
    }
    settling = arrival < settledMicros && presentation < settledPresentationMicros;
    if (live.calibrate(presentation, arrival)) {
      settledMicros = arrival + SETTLING_MICROS;
    }
    return settling;
  }

  private void settleAgain(long presentation, long arrival) {
    settlings = arrival > settledMicros + SETTLED_AGAIN_MICROS ? 1 : settlings + 1;
    if (settlings > MAX_SETTLINGS) {
      throw new IllegalStateException(
          "the pictures of '%s' come faster than their times say: it seems to be a recording; give its file, or read it with 'infer --video'"
              .formatted(address.name()));
    }
    settling = true;
    trend.clear();
    beginToSettle(presentation, arrival);
  }

  /**
   * Compares the times with the arrivals, at the beginning only: invented times are wrong there.
   */
  private void check(long presentation, Shot shot) {
    if (shot.isLate()) {
      trend.leaveOut();
    } else {
      trend.add(presentation, shot.arrivalMicros());
    }
    if (told || shot.arrivalMicros() - firstArrivalMicros > CHECKED_MICROS || !trend.isNoClock()) {
      return;
    }
    told = true;
    String found =
        "the times of '%s' pass %.2f times as fast as this machine's clock: they seem to be invented"
            .formatted(address.name(), 1 - trend.slope());
    if (TimeSource.STREAM.equals(options.times())) {
      options.notices().accept(found);
    } else {
      throw new IllegalStateException(
          found
              + "; for a camera use --times arrival, for a recording or a slow network --times stream");
    }
  }

  private static long nowMicros() {
    return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
  }
}
