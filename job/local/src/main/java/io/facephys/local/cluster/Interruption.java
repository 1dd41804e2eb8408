package io.facephys.local.cluster;

import java.time.Duration;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Ctrl-C as a request: a command that opens one of these sees it, cleans up and closes this, and
 * only then the JVM ends.
 */
public final class Interruption implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Phaser CLEANING_UP = new Phaser(1);

  private static volatile boolean requested;

  private Interruption() {}

  /** To be closed when all is cleaned up. */
  public static Interruption awaitCleanUp() {
    CLEANING_UP.register();
    return new Interruption();
  }

  /** Whether the user wants an end. */
  public static boolean requested() {
    return requested;
  }

  /** Asks for an end and waits for whoever is cleaning up. */
  public static void request() {
    requested = true;
    try {
      CLEANING_UP.awaitAdvanceInterruptibly(
          CLEANING_UP.arriveAndDeregister(), PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      System.err.println("facephys: not cleaned up after " + PATIENCE + "; giving up");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    CLEANING_UP.arriveAndDeregister();
  }
}
