package io.facephys.measure.validation;

import io.facephys.engine.signal.EvenGrid;
import io.facephys.engine.signal.PulseBand;
import io.facephys.engine.signal.PulseRate;
import io.facephys.engine.vitals.MsptdDetector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * The part of a wave in the band of pulse rates, on even grids; a hole in the wave divides it into
 * pieces.
 */
record Wave(List<Piece> pieces) {
  /** A longer pause between samples is a hole. */
  static final double MAX_HOLE_SECONDS = 0.5;

  private static final double MIN_PIECE_SECONDS = 2;

  // Peaks are looked for in blocks, as the detector takes all beats to be about as long.
  private static final int BLOCK = (int) (12 * EvenGrid.HZ);
  private static final int EDGE = (int) EvenGrid.HZ; // of a block; its peaks come from the next one

  /**
   * A piece without a hole.
   *
   * @param start time of its first sample, seconds
   * @param band samples on an {@link EvenGrid}
   */
  record Piece(double start, double[] band) {
    double at(double index) {
      return start + index / EvenGrid.HZ;
    }

    boolean covers(double from, double to) {
      return from >= start && to <= at(band.length);
    }

    /** The strongest frequency of a stretch that it covers. */
    OptionalDouble rate(double from, double to) {
      int begin = (int) Math.ceil((from - start) * EvenGrid.HZ);
      int end = (int) Math.floor((to - start) * EvenGrid.HZ);
      double[] seconds = IntStream.range(begin, end).mapToDouble(this::at).toArray();
      return PulseRate.beatsPerMinute(seconds, Arrays.copyOfRange(band, begin, end));
    }
  }

  /**
   * Filters a wave.
   *
   * @param seconds time of each sample, rising
   */
  static Wave of(double[] seconds, double[] samples) {
    List<Piece> pieces = new ArrayList<>();
    int from = 0;
    for (int i = 1; i <= seconds.length; i++) {
      if (i == seconds.length || seconds[i] - seconds[i - 1] > MAX_HOLE_SECONDS) {
        if (seconds[i - 1] - seconds[from] >= MIN_PIECE_SECONDS) {
          double[] even =
              EvenGrid.of(
                  Arrays.copyOfRange(seconds, from, i), Arrays.copyOfRange(samples, from, i));
          double start = seconds[i - 1] - (even.length - 1) / EvenGrid.HZ;
          pieces.add(new Piece(start, PulseBand.of(even)));
        }
        from = i;
      }
    }
    return new Wave(pieces);
  }

  /** Several waves as one. */
  static Wave joined(List<Wave> waves) {
    return new Wave(waves.stream().flatMap(wave -> wave.pieces().stream()).toList());
  }

  /**
   * The strongest frequency of a stretch, beats a minute; empty if it is shorter than 4 s or has a
   * hole.
   */
  OptionalDouble rate(double from, double to) {
    return pieces.stream()
        .filter(piece -> piece.covers(from, to))
        .findFirst()
        .map(piece -> piece.rate(from, to))
        .orElse(OptionalDouble.empty());
  }

  /** Times of the peaks, between samples. */
  double[] peaks() {
    return pieces.stream().flatMapToDouble(Wave::peaks).toArray();
  }

  private static DoubleStream peaks(Piece piece) {
    double[] band = piece.band();
    DoubleStream.Builder times = DoubleStream.builder();
    for (int from = 0; from < band.length; from += BLOCK - 2 * EDGE) {
      int to = Math.min(band.length, from + BLOCK);
      int ownFrom = from == 0 ? 0 : from + EDGE;
      int ownTo = to == band.length ? to : to - EDGE;
      int begin = from;
      MsptdDetector.peaks(Arrays.copyOfRange(band, from, to)).stream()
          .map(peak -> begin + peak)
          .filter(peak -> peak >= ownFrom && peak < ownTo && peak > 0 && peak < band.length - 1)
          .mapToDouble(
              peak -> piece.at(peak + PulseRate.vertex(band[peak - 1], band[peak], band[peak + 1])))
          .forEach(times::add);
      if (to == band.length) {
        break;
      }
    }
    return times.build();
  }
}
