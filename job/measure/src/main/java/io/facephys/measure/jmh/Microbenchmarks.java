package io.facephys.measure.jmh;

import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** JMH's benchmarks of the parts, each in a JVM of its own, with what they allocate. */
public final class Microbenchmarks {
  private Microbenchmarks() {}

  /** Runs those whose names match this regular expression somewhere, and prints as JMH does. */
  public static void run(String pattern) throws RunnerException {
    Options options =
        new OptionsBuilder()
            .include(pattern)
            .forks(1)
            .warmupIterations(3)
            .warmupTime(TimeValue.seconds(2))
            .measurementIterations(5)
            .measurementTime(TimeValue.seconds(2))
            .addProfiler(GCProfiler.class)
            .build();
    new Runner(options).run();
  }
}
