package io.facephys.operations.cluster.command;

import io.facephys.schemas.PulseWaveform;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.commons.math3.stat.descriptive.DescriptiveStatistics;

/** What {@code facephys cluster load} measured, as a table in Markdown. */
final class LoadTable {
  private static final double MICROS_PER_MILLI = 1000;

  private final List<String> processes;
  private final DescriptiveStatistics all = new DescriptiveStatistics(); // ms
  private final DescriptiveStatistics interval = new DescriptiveStatistics();
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

  /** A reader has this wave now. */
  void saw(PulseWaveform wave) {
    List<Long> times = wave.getCaptureTimesMicros();
    double millis = System.currentTimeMillis() - times.get(times.size() - 1) / MICROS_PER_MILLI;
    interval.addValue(millis);
    all.addValue(millis);
    framesSeen += times.size();
  }

  /**
   * The row of an interval.
   *
   * @param second of its end
   * @param framesSent since the start
   * @param megabytes by process
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
    interval.clear();
    framesSeenBefore = framesSeen;
    framesSentBefore = framesSent;
    secondBefore = second;
    return "| " + String.join(" | ", cells) + " |";
  }

  /** The percentiles of the whole run. */
  String total() {
    List<String> values = percentiles(all);
    return "%d waves: p50 %s ms, p95 %s ms, p99 %s ms, max %s ms"
        .formatted(all.getN(), values.get(0), values.get(1), values.get(2), values.get(3));
  }

  private static List<String> percentiles(DescriptiveStatistics millis) {
    return List.of(
        whole(millis.getPercentile(50)),
        whole(millis.getPercentile(95)),
        whole(millis.getPercentile(99)),
        whole(millis.getMax()));
  }

  private static String whole(double value) {
    return Double.isNaN(value) ? "-" : String.valueOf(Math.round(value));
  }
}
