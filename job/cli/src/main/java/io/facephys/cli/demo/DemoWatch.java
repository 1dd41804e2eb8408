package io.facephys.cli.demo;

import io.facephys.console.Interruption;
import io.facephys.console.Terminal;
import io.facephys.testbed.LocalFlink;
import io.facephys.testbed.simulation.SimulatedCameras;
import io.facephys.testbed.topics.Disturbance;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Checks the job and the cameras and updates the table, twice a second.
 *
 * @param filmed the faces of a video, if there is one
 * @param disturbance what happens to the chunks of simulated cameras, if anything does
 */
record DemoWatch(
    LocalFlink flink,
    DemoOutputs outputs,
    SimulatedCameras cameras,
    @Nullable FilmedFaces filmed,
    DemoTable table,
    Terminal terminal,
    @Nullable Disturbance disturbance) {

  /** Goes on until the time is over, {@code wanted} is false, or the user presses Ctrl-C. */
  void during(Duration maxDuration, BooleanSupplier wanted) throws Exception {
    long end = System.nanoTime() + maxDuration.toNanos();
    while (System.nanoTime() < end && wanted.getAsBoolean() && !Interruption.requested()) {
      flink.check();
      cameras.check();
      if (filmed != null) {
        filmed.check();
        table.setFilming(filmed.lines());
      }
      table.add(
          outputs.waves().poll(Duration.ofMillis(500)), outputs.rows().poll(Duration.ZERO), sent());
      if (disturbance != null) {
        table.setDisturbance(disturbance.counts());
      }
      terminal.update(table.lines());
    }
  }

  /** Frames on their way to the job, over all faces. */
  private long sent() {
    long lost = disturbance == null ? 0 : disturbance.counts().lost() * DemoCommand.CHUNK_FRAMES;
    return cameras.frames() - lost + (filmed == null ? 0 : filmed.frames());
  }
}
