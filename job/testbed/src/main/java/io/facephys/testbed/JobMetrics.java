package io.facephys.testbed;

import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.Metric;
import org.apache.flink.metrics.MetricConfig;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.reporter.MetricReporter;
import org.apache.flink.metrics.reporter.MetricReporterFactory;

/**
 * Flink's metrics of the job in this JVM. They stay readable after the job has ended, until the
 * next one starts. Threads may share them.
 */
public final class JobMetrics implements MetricReporter {
  private static final Map<String, List<Metric>> METRICS = new ConcurrentHashMap<>();

  /** Flink finds this by its service file. */
  public static final class Factory implements MetricReporterFactory {
    @Override
    public MetricReporter createMetricReporter(Properties properties) {
      return new JobMetrics();
    }
  }

  JobMetrics() {
    METRICS.clear(); // the previous job's
  }

  /** The sum of all counters with this name, over operators, subtasks and reasons. */
  public static long count(String name) {
    return all(name, Counter.class).mapToLong(Counter::getCount).sum();
  }

  /** The mean of all histograms with this name, in their own unit; NaN if there are none. */
  public static double mean(String name) {
    return all(name, Histogram.class)
        .filter(histogram -> histogram.getCount() > 0)
        .mapToDouble(histogram -> histogram.getStatistics().getMean())
        .average()
        .orElse(Double.NaN);
  }

  /** The value of the gauge with this name, a whole number; 0 if there is none. */
  public static long gauge(String name) {
    return METRICS.getOrDefault(name, List.of()).stream()
        .filter(Gauge.class::isInstance)
        .map(metric -> ((Gauge<?>) metric).getValue())
        .filter(Long.class::isInstance)
        .mapToLong(Long.class::cast)
        .findFirst()
        .orElse(0);
  }

  private static <T> Stream<T> all(String name, Class<T> type) {
    return METRICS.getOrDefault(name, List.of()).stream().filter(type::isInstance).map(type::cast);
  }

  @Override
  public void open(MetricConfig config) {}

  @Override
  public void close() {}

  @Override
  public void notifyOfAddedMetric(Metric metric, String name, MetricGroup group) {
    METRICS.computeIfAbsent(name, key -> new CopyOnWriteArrayList<>()).add(metric);
  }

  @Override
  public void notifyOfRemovedMetric(Metric metric, String name, MetricGroup group) {
    // It stays readable.
  }
}
