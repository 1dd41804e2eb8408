package io.facephys.measure.speed;

import com.sun.management.ThreadMXBean;
import io.facephys.console.Terminal;
import io.facephys.engine.Frames;
import io.facephys.engine.ModelFiles;
import io.facephys.engine.PulseModel;
import io.facephys.engine.PulseState;
import io.facephys.engine.Step;
import io.facephys.engine.models.PulseModels;
import io.facephys.measure.peers.BenchClip;
import io.facephys.testbed.ResidentMemory;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/**
 * A long run of the bare engine, subjects in turn, that reports the memory that it holds and what
 * it allocates for each frame.
 */
final class Soak {
  private static final int CHUNK_FRAMES = 30;
  private static final int SUBJECTS = 8;
  private static final int REPORTS = 10;
  private static final long WARM_UP_FRAMES = 10L * SUBJECTS * CHUNK_FRAMES; // takes native memory
  private static final double MIB = 1 << 20;
  private static final String ROW = "%,12d %10.1f %10s %10.1f %14s";

  private final BenchClip clip;
  private final long frames;
  private final Terminal terminal;
  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private long done;
  private long allocatedBytes; // by the engine, since the last report

  /**
   * @param clip shown to each subject, again and again
   * @param frames how many frames to run, of all subjects together
   * @param terminal receives the table, a line at each tenth, and how far the run is
   */
  Soak(BenchClip clip, long frames, Terminal terminal) {
    if (clip.length() < CHUNK_FRAMES) {
      throw new IllegalArgumentException(
          "the clip has %d frames; a chunk has %d".formatted(clip.length(), CHUNK_FRAMES));
    }
    this.clip = clip;
    this.frames = frames;
    this.terminal = terminal;
  }

  /** Runs the default weights in chunks of 30 frames. */
  void run() throws InterruptedException {
    try (PulseModel model = PulseModels.load(ModelFiles.ofDefault())) {
      int stateBytes = model.stateLayout().format().bytes();
      terminal.print(
          "%d subjects, chunks of %d frames; a state has %,d bytes, %,d a frame"
              .formatted(SUBJECTS, CHUNK_FRAMES, stateBytes, stateBytes / CHUNK_FRAMES));
      terminal.print(
          "%12s %10s %10s %10s %14s"
              .formatted("frames", "frames/s", "RSS MiB", "heap MiB", "bytes a frame"));
      PulseState[] states = new PulseState[SUBJECTS];
      Arrays.fill(states, model.initialState());
      for (int i = 0; i <= REPORTS; i++) {
        long from = done;
        long start = System.nanoTime();
        advance(model, states, Math.max(WARM_UP_FRAMES, frames * i / REPORTS));
        String row = row((done - from) * 1e9 / (System.nanoTime() - start), done - from);
        terminal.finish(List.of(row));
      }
    }
  }

  private void advance(PulseModel model, PulseState[] states, long until) {
    int chunks = clip.length() / CHUNK_FRAMES;
    for (long chunk = done / CHUNK_FRAMES; done < until; chunk++) {
      int subject = (int) (chunk % SUBJECTS);
      int first = (int) (chunk / SUBJECTS % chunks) * CHUNK_FRAMES;
      Frames pictures = clip.recording().slice(first, first + CHUNK_FRAMES);
      float[] intervals = Arrays.copyOfRange(clip.intervalsSeconds(), first, first + CHUNK_FRAMES);
      long before = threads.getCurrentThreadAllocatedBytes();
      Step step = model.advance(pictures, intervals, states[subject]);
      allocatedBytes += threads.getCurrentThreadAllocatedBytes() - before;
      states[subject] = step.next();
      done += CHUNK_FRAMES;
      terminal.update(List.of("%,d of %,d frames".formatted(done, frames)));
    }
  }

  private String row(double framesPerSecond, long since) throws InterruptedException {
    System.gc(); // what is left is what is held
    TimeUnit.SECONDS.sleep(1); // the collector gives memory back in a thread of its own
    long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    String allocated = since == 0 ? "-" : "%,d".formatted(allocatedBytes / since);
    allocatedBytes = 0;
    return ROW.formatted(done, framesPerSecond, residentMib(), heap / MIB, allocated);
  }

  /** What the whole process holds, where the system tells. */
  private static String residentMib() {
    OptionalLong bytes = ResidentMemory.bytes(ProcessHandle.current());
    return bytes.isPresent() ? "%.1f".formatted(bytes.getAsLong() / MIB) : "-";
  }
}
