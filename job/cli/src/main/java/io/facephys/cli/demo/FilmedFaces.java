package io.facephys.cli.demo;

import io.facephys.cli.capture.CameraRun;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The faces of a video or a webcam on their way to the demo's Kafka, on a thread of their own. */
final class FilmedFaces implements AutoCloseable {
  /** How the ids of filmed subjects begin. */
  static final String PREFIX = "filmed-";

  private static final long LINES_MILLIS = 500;

  private final CameraRun run;
  private final Thread thread = new Thread(this::film, "filmed-faces");
  private volatile long frames;
  private volatile List<String> lines = List.of();
  private volatile @Nullable RuntimeException failure;

  /** Starts at once; {@code run} is closed together with this. */
  FilmedFaces(CameraRun run) {
    this.run = run;
    thread.setDaemon(true);
    thread.start();
  }

  private void film() {
    long nextLines = 0;
    try {
      while (run.step()) {
        frames = run.framesSent();
        if (System.currentTimeMillis() >= nextLines) {
          lines = run.lines();
          nextLines = System.currentTimeMillis() + LINES_MILLIS;
        }
      }
      run.finish();
      frames = run.framesSent();
      lines = run.lines();
    } catch (RuntimeException e) {
      failure = e;
    }
  }

  /** Frames sent so far, over all faces. */
  long frames() {
    return frames;
  }

  /** How the camera is doing. */
  List<String> lines() {
    return lines;
  }

  /**
   * Checks that the camera runs, or that its video has ended.
   *
   * @throws IllegalStateException if it has failed
   */
  void check() {
    RuntimeException exception = failure;
    if (exception != null) {
      throw new IllegalStateException("the camera failed: " + exception.getMessage(), exception);
    }
  }

  /** Sends what is left and stops. */
  void stop() {
    run.stop();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    stop();
    run.close();
  }
}
