package io.facephys.pipeline.metric;

import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.metrics.DescriptiveStatisticsHistogram;
import org.apache.flink.util.function.SupplierWithException;
import org.apache.flink.util.function.ThrowingRunnable;

/** A Flink histogram of durations, in microseconds, over the last {@value #WINDOW} of them. */
public final class MicrosTimer {
  private static final int WINDOW = 1000;

  private final Histogram histogram;

  /** Registers the histogram. */
  public MicrosTimer(MetricGroup group, String name) {
    histogram = group.histogram(name, new DescriptiveStatisticsHistogram(WINDOW));
  }

  /** Does the work and records how long it took; work that fails is not recorded. */
  public <T, E extends Exception> T time(SupplierWithException<T, E> work) throws E {
    long startNanos = System.nanoTime();
    T result = work.get();
    record((System.nanoTime() - startNanos) / 1_000);
    return result;
  }

  /** Does the work and records how long it took; work that fails is not recorded. */
  public <E extends Exception> void run(ThrowingRunnable<E> work) throws E {
    time(
        () -> {
          work.run();
          return true;
        });
  }

  /** Records a duration. */
  public void record(long micros) {
    histogram.update(micros);
  }
}
