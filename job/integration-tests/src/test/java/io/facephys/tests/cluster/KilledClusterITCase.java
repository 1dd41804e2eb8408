package io.facephys.tests.cluster;

import io.facephys.engine.Engine;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The packaged job on a cluster of processes whose processes are killed: every wave comes once, in
 * order, bit for bit, and so do vital signs and beats. The short form of {@code
 * ClusterChaosITCase}.
 */
final class KilledClusterITCase {
  private static final int SUBJECTS = 4;
  private static final int ROUNDS = 60;

  @TempDir private Path folder;

  @Test
  void everyWaveComesOnceWhateverIsKilled() throws Exception {
    killEverything(ClusterRun.ENGINE);
  }

  @Test
  @Tag("cluster")
  void everyWaveComesOnceAlsoWithTheKernelEngine() throws Exception {
    killEverything(Engine.KERNEL);
  }

  private void killEverything(Engine engine) throws Exception {
    SubjectStreams streams = new SubjectStreams(SUBJECTS, ROUNDS, engine);
    try (ClusterRun run = new ClusterRun(folder, ClusterRun.options(engine), streams)) {
      run.awaitWaves(8 * SUBJECTS);
      run.cluster().kill("taskmanager-1");
      run.awaitWaves(16 * SUBJECTS);
      run.cluster().kill("jobmanager");
      run.awaitWaves(24 * SUBJECTS);
      run.cluster().kill("kafka");
      run.awaitWaves(32 * SUBJECTS);
      run.killTaskManagersAtCheckpoint();
      run.kafka().abortOpenTransactions();
      run.awaitAll();
      run.expectEveryWaveOnce();
      System.out.println(
          "transactions that were aborted and sent again: " + run.logged("SENT_AGAIN"));
    }
  }
}
