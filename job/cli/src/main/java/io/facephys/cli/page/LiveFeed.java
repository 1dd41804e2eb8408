package io.facephys.cli.page;

import io.facephys.pipeline.config.Topic;
import io.facephys.pipeline.config.TopicNames;
import io.facephys.schemas.PulseBeat;
import io.facephys.schemas.PulseWaveform;
import io.facephys.schemas.SchemaRegistry;
import io.facephys.schemas.VitalSigns;
import io.facephys.testbed.topics.TopicReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads the job's topics in a thread of its own and publishes what comes, four times a second. */
final class LiveFeed implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(50);
  private static final long BATCH_MILLIS = 250;

  /** Records that have come since the last batch. */
  record Records(List<PulseWaveform> waves, List<VitalSigns> rows, List<PulseBeat> beats) {
    private static Records none() {
      return new Records(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    }
  }

  private final TopicReader<PulseWaveform> waves;
  private final TopicReader<VitalSigns> rows;
  private final TopicReader<PulseBeat> beats;
  private final BatchLog log;
  private final Thread thread = new Thread(this::run, "dashboard-feed");
  private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
  private volatile boolean closed;

  /** Starts to read what comes from now on. */
  LiveFeed(Properties client, TopicNames topics, @Nullable SchemaRegistry registry, BatchLog log) {
    this.log = log;
    waves =
        new TopicReader<>(
            client, topics.of(Topic.PULSE_WAVEFORMS), PulseWaveform.class, registry, false);
    rows =
        new TopicReader<>(client, topics.of(Topic.VITAL_SIGNS), VitalSigns.class, registry, false);
    beats =
        new TopicReader<>(client, topics.of(Topic.PULSE_BEATS), PulseBeat.class, registry, false);
    thread.setDaemon(true);
    thread.start();
  }

  private void run() {
    try (waves;
        rows;
        beats) {
      Records records = Records.none();
      long publishedMillis = System.currentTimeMillis();
      while (!closed) {
        records.waves.addAll(waves.poll(POLL));
        records.rows.addAll(rows.poll(Duration.ZERO));
        records.beats.addAll(beats.poll(Duration.ZERO));
        if (System.currentTimeMillis() - publishedMillis >= BATCH_MILLIS) {
          publishedMillis = System.currentTimeMillis();
          log.publish(records, problem());
          records = Records.none();
        }
      }
    } catch (RuntimeException e) {
      failure.set(e);
    }
  }

  /**
   * Checks that topics can be read.
   *
   * @throws IllegalStateException if reading has failed
   */
  void check() {
    Exception exception = failure.get();
    if (exception != null) {
      throw new IllegalStateException(
          "the job's topics cannot be read any more: " + exception.getMessage(), exception);
    }
  }

  private @Nullable String problem() {
    int unreadable = waves.unreadable() + rows.unreadable() + beats.unreadable();
    return unreadable == 0
        ? null
        : "%d records could not be read: %s"
            .formatted(
                unreadable,
                Stream.of(waves.problem(), rows.problem(), beats.problem())
                    .filter(problem -> !problem.isEmpty())
                    .findFirst()
                    .orElseThrow());
  }

  @Override
  public void close() {
    closed = true;
    try {
      thread.join(10_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
