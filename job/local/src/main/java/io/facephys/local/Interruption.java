package io.facephys.local;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ctrl-C as a request: the command sees it, cleans up and closes this, and only then does the JVM
 * end.
 */
final class Interruption implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static volatile boolean requested;

  private final CountDownLatch cleanedUp = new CountDownLatch(1);

  private Interruption() {}

  static Interruption onCtrlC() {
    Interruption interruption = new Interruption();
    Runtime.getRuntime().addShutdownHook(new Thread(interruption::request, "ctrl-c"));
    return interruption;
  }

  /** Whether the user wants an end. */
  static boolean requested() {
    return requested;
  }

  private void request() {
    requested = true;
    try {
      boolean done = cleanedUp.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      if (!done) {
        System.err.println(
            "facephys: still cleaning up after " + PATIENCE.toSeconds() + " s; giving up");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    cleanedUp.countDown();
  }
}
