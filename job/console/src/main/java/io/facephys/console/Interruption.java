package io.facephys.console;

import java.time.Duration;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Ctrl-C as a request to stop: a command that holds one of these polls {@link #requested}, cleans
 * up and closes it, and only then does the JVM end.
 */
public final class Interruption implements AutoCloseable {
  private static final Duration CLEAN_UP_TIMEOUT = Duration.ofSeconds(30);
  private static final Phaser CLEANING_UP = new Phaser(1);

  private static volatile boolean requested;

  private Interruption() {}

  /** Makes the JVM's shutdown wait for commands that clean up; called once, by the launcher. */
  public static void handleShutdown() {
    Runtime.getRuntime().addShutdownHook(new Thread(Interruption::shutDown, "clean-up"));
  }

  /** Delays the end of the JVM until the result is closed. */
  public static Interruption awaitCleanUp() {
    CLEANING_UP.register();
    return new Interruption();
  }

  /** Whether the user has asked the command to stop. */
  public static boolean requested() {
    return requested;
  }

  private static void shutDown() {
    requested = true;
    try {
      CLEANING_UP.awaitAdvanceInterruptibly(
          CLEANING_UP.arriveAndDeregister(), CLEAN_UP_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      System.err.printf(
          "facephys: not cleaned up after %d s; ending%n", CLEAN_UP_TIMEOUT.toSeconds());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    TemporaryFolder.ofProcess().ifPresent(TemporaryFolder::close);
  }

  @Override
  public void close() {
    CLEANING_UP.arriveAndDeregister();
  }
}
