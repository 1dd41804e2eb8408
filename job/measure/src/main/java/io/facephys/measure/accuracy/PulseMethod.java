package io.facephys.measure.accuracy;

import io.facephys.engine.recording.Recording;

/** Computes a pulse wave of pictures. Threads may share an instance. */
public interface PulseMethod extends AutoCloseable {
  /** What the tables call it; methods of one label are seeds of the same one. */
  String label();

  /** Its number among the methods of its label, from 1. */
  int seed();

  /** What it is made of, for people: a file and its checksum, a paper. */
  String origin();

  /** The wave, one sample a frame. */
  double[] wave(Recording recording);

  @Override
  void close();
}
