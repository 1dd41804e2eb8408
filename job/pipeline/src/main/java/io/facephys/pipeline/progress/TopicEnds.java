package io.facephys.pipeline.progress;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.errors.RetriableException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks every second, on a thread of its own, how far the partitions of a topic reach, and keeps the
 * last answer. An answer outlives an outage of Kafka, but not a lasting refusal.
 */
final class TopicEnds implements AutoCloseable {
  /** After so many refusals in a row, about a minute, no further answer is expected. */
  static final int MAX_REFUSALS = 60;

  private static final Logger LOG = LoggerFactory.getLogger(TopicEnds.class);
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);

  private final Question question;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread daemon = new Thread(task, "topic-ends");
            daemon.setDaemon(true);
            return daemon;
          });
  private volatile @Nullable Ends latest;
  private volatile long answeredMillis = System.currentTimeMillis(); // the start counts as one
  private boolean warned;
  private int refusals;

  /**
   * How far a topic reaches.
   *
   * @param askedMillis when Kafka was asked, by the job's clock
   * @param stable the first offset of each partition that cannot be read yet
   * @param held records of each partition that are there but cannot be read before a transaction
   *     ends
   */
  record Ends(long askedMillis, Map<Integer, Long> stable, Map<Integer, Long> held) {}

  /** Asks Kafka once; one thread at a time calls it. */
  interface Question extends AutoCloseable {
    Ends ask() throws ExecutionException, InterruptedException;

    @Override
    void close();
  }

  TopicEnds(Question question) {
    this.question = question;
  }

  void start() {
    var unused = thread.scheduleWithFixedDelay(this::ask, 0, 1, TimeUnit.SECONDS);
  }

  /** The last answer; null before the first one and after a lasting refusal. */
  @Nullable Ends latest() {
    return latest;
  }

  /** Asks once. What is thrown would end the schedule, so nothing leaves this method. */
  void ask() {
    try {
      latest = question.ask();
      answeredMillis = System.currentTimeMillis();
      warned = false;
      refusals = 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | RuntimeException | Error e) {
      if (!warned) {
        warned = true;
        LOG.warn(
            "Kafka does not say how far a topic reaches; asking again. After {} refusals the job's"
                + " clock counts instead",
            MAX_REFUSALS,
            e);
      }
      boolean outage =
          (e instanceof ExecutionException ? e.getCause() : e) instanceof RetriableException;
      refusals = outage ? 0 : refusals + 1;
      if (refusals >= MAX_REFUSALS) {
        latest = null;
      }
    }
  }

  /** How long ago Kafka last answered, or the asking began. */
  long unansweredMillis() {
    return System.currentTimeMillis() - answeredMillis;
  }

  @Override
  public void close() throws InterruptedException {
    thread.shutdownNow();
    try {
      thread.awaitTermination(CLOSE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    } finally {
      question.close();
    }
  }
}
