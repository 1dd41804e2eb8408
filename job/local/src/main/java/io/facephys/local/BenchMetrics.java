package io.facephys.local;

import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.Metric;
import org.apache.flink.metrics.MetricConfig;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.reporter.MetricReporter;
import org.apache.flink.metrics.reporter.MetricReporterFactory;

/** Keeps the histograms of jobs that run in this JVM, for a benchmark to read. */
public final class BenchMetrics implements MetricReporter {
  private static final Map<String, Histogram> HISTOGRAMS = new ConcurrentHashMap<>();
  private static final double NANOS_A_MILLI = 1e6;

  /** For Flink, which finds it as a service. */
  public static final class Factory implements MetricReporterFactory {
    @Override
    public MetricReporter createMetricReporter(Properties properties) {
      return new BenchMetrics();
    }
  }

  static void clear() {
    HISTOGRAMS.clear();
  }

  /**
   * Mean over all slots of the histograms whose whole name fits, each in nanoseconds.
   *
   * @return milliseconds; NaN if there is no such histogram
   */
  static double millis(Pattern name) {
    return HISTOGRAMS.entrySet().stream()
        .filter(entry -> name.matcher(entry.getKey()).matches())
        .mapToDouble(entry -> entry.getValue().getStatistics().getMean() / NANOS_A_MILLI)
        .average()
        .orElse(Double.NaN);
  }

  @Override
  public void notifyOfAddedMetric(Metric metric, String name, MetricGroup group) {
    if (metric instanceof Histogram histogram) {
      HISTOGRAMS.put(group.getMetricIdentifier(name), histogram);
    }
  }

  @Override
  public void notifyOfRemovedMetric(Metric metric, String name, MetricGroup group) {
    // Read after a job has ended, too.
  }

  @Override
  public void open(MetricConfig configuration) {}

  @Override
  public void close() {}
}
