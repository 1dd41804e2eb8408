package io.facephys.operations.cluster.command;

import io.facephys.schemas.PulseWaveform;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;

/**
 * What {@code facephys cluster load} measures, as a table in Markdown: frames, and the delays from
 * the capture of a chunk's last frame until a reader has its wave.
 */
final class LoadTable {
  private static final int SIGNIFICANT_DIGITS = 3;
  private static final long MICROS_PER_MILLI = 1000;

  private final List<String> processes;
  private final Histogram all = new Histogram(SIGNIFICANT_DIGITS); // ms
  private final Histogram interval = new Histogram(SIGNIFICANT_DIGITS); // ms
  private long framesSeen;
  private long framesSeenBefore;
  private long framesSentBefore;
  private int secondBefore;

  LoadTable(Collection<String> processes) {
    this.processes = List.copyOf(processes);
  }

  List<String> header() {
    String memory = String.join(" MB | ", processes) + " MB";
    return List.of(
        "| s | sent frames/s | seen frames/s | under way | p50 ms | p95 ms | p99 ms | max ms | "
            + memory
            + " |",
        "|" + "---|".repeat(8 + processes.size()));
  }

  /** Counts a wave that a reader has just received. */
  void saw(PulseWaveform wave) {
    List<Long> times = wave.getCaptureTimesMicros();
    long millis = System.currentTimeMillis() - times.get(times.size() - 1) / MICROS_PER_MILLI;
    interval.recordValue(Math.max(0, millis));
    all.recordValue(Math.max(0, millis));
    framesSeen += times.size();
  }

  /**
   * Ends an interval and returns its row.
   *
   * @param second when it ends, since the start
   * @param framesSent how many frames were sent since the start
   * @param megabytes resident memory of each process, by its name
   */
  String row(int second, long framesSent, Map<String, Long> megabytes) {
    int seconds = second - secondBefore;
    List<String> cells = new ArrayList<>();
    cells.add(String.valueOf(second));
    cells.add(String.valueOf((framesSent - framesSentBefore) / seconds));
    cells.add(String.valueOf((framesSeen - framesSeenBefore) / seconds));
    cells.add(String.valueOf(framesSent - framesSeen));
    cells.addAll(percentiles(interval));
    for (String process : processes) {
      Long resident = megabytes.get(process);
      cells.add(resident == null ? "-" : resident.toString());
    }
    interval.reset();
    framesSeenBefore = framesSeen;
    framesSentBefore = framesSent;
    secondBefore = second;
    return "| " + String.join(" | ", cells) + " |";
  }

  /** Sums up the whole run in a line. */
  String total() {
    List<String> values = percentiles(all);
    return "%d waves: p50 %s ms, p95 %s ms, p99 %s ms, max %s ms"
        .formatted(all.getTotalCount(), values.get(0), values.get(1), values.get(2), values.get(3));
  }

  private static List<String> percentiles(Histogram millis) {
    return Stream.of(50, 95, 99, 100)
        .map(
            percent ->
                millis.getTotalCount() == 0 ? "-" : "" + millis.getValueAtPercentile(percent))
        .toList();
  }
}
