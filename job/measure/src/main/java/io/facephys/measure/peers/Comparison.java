package io.facephys.measure.peers;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.commons.math3.stat.correlation.PearsonsCorrelation;
import org.apache.commons.math3.stat.descriptive.rank.Median;

/**
 * Runs peers in turn on one clip, round after round, so that a change of the machine's speed meets
 * all of them. A ratio compares a peer with the first one in the same round; the table has the
 * median.
 */
public final class Comparison {
  private static final String ROW = "%-52s %10s %8s %12s %12s";

  private final BenchClip clip;
  private final List<Peer> peers;
  private final double[][] framesPerSecond; // (peer, round)

  /**
   * @param peers the others are compared with the first
   * @param rounds how often each runs after its warm-up
   */
  public Comparison(BenchClip clip, List<Peer> peers, int rounds) {
    this.clip = clip;
    this.peers = List.copyOf(peers);
    this.framesPerSecond = new double[peers.size()][rounds];
  }

  /** Runs all rounds; {@code progress} receives what is being done. */
  public void run(Consumer<String> progress) {
    int rounds = framesPerSecond[0].length;
    for (Peer peer : peers) {
      progress.accept("warming up: " + peer.name());
      peer.warmUp(clip);
    }
    for (int round = 0; round < rounds; round++) {
      for (int i = 0; i < peers.size(); i++) {
        progress.accept("round %d of %d: %s".formatted(round + 1, rounds, peers.get(i).name()));
        long start = System.nanoTime();
        peers.get(i).run(clip);
        framesPerSecond[i][round] = clip.length() * 1e9 / (System.nanoTime() - start);
      }
    }
  }

  /**
   * The table: frames a second (median), how many times the first peer's, and how far from the
   * reference wave.
   */
  public List<String> table() {
    List<String> lines = new ArrayList<>();
    lines.add(ROW.formatted("one thread", "frames/s", "ratio", "max |diff|", "r"));
    for (int i = 0; i < peers.size(); i++) {
      Optional<float[]> reference = reference(peers.get(i));
      float[] wave = peers.get(i).run(clip);
      lines.add(
          ROW.formatted(
              peers.get(i).name(),
              "%.1f".formatted(median(framesPerSecond[i])),
              "%.2f".formatted(median(ratios(i))),
              reference.map(expected -> "%.6f".formatted(difference(wave, expected))).orElse("-"),
              reference
                  .map(expected -> "%.8f".formatted(correlation(wave, expected)))
                  .orElse("-")));
    }
    return lines;
  }

  private Optional<float[]> reference(Peer peer) {
    String file = peer.reference();
    return file == null ? Optional.empty() : clip.reference(file);
  }

  private double[] ratios(int peer) {
    double[] ratios = new double[framesPerSecond[peer].length];
    Arrays.setAll(ratios, round -> framesPerSecond[peer][round] / framesPerSecond[0][round]);
    return ratios;
  }

  private static double median(double[] values) {
    return new Median().evaluate(values);
  }

  private static double difference(float[] wave, float[] expected) {
    double max = 0;
    for (int i = 0; i < wave.length; i++) {
      max = Math.max(max, Math.abs(wave[i] - expected[i]));
    }
    return max;
  }

  private static double correlation(float[] wave, float[] expected) {
    return new PearsonsCorrelation().correlation(doubles(wave), doubles(expected));
  }

  private static double[] doubles(float[] values) {
    double[] doubles = new double[values.length];
    Arrays.setAll(doubles, i -> values[i]);
    return doubles;
  }
}
