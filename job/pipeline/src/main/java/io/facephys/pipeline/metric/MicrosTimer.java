package io.facephys.pipeline.metric;

import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.metrics.DescriptiveStatisticsHistogram;
import org.apache.flink.util.function.SupplierWithException;
import org.apache.flink.util.function.ThrowingRunnable;

/**
 * A Flink histogram of the last {@value #WINDOW} durations of an operation, in microseconds. It is
 * for the thread of its operator only.
 */
public final class MicrosTimer {
  private static final int WINDOW = 1000;

  private final Histogram histogram;

  /** Registers the histogram under {@code name}. */
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

  /** Records a duration that was measured elsewhere. */
  public void record(long micros) {
    histogram.update(micros);
  }
}
