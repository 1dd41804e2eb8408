package io.facephys.pipeline.config;

/** A topic of the job. */
public enum Topic {
  /** Read: face chunks. */
  FACE_CHUNKS("face-chunks"),
  /** Written: pulse waveforms. */
  PULSE_WAVEFORMS("pulse-waveforms"),
  /** Written: records that cannot be used. */
  DEAD_LETTERS("face-chunks-dead-letters"),
  /** Read: requests about subjects. */
  FACE_CONTROL("face-control"),
  /** Written: what happened to subjects' state. */
  FACE_EVENTS("face-events"),
  /** Written: vital signs, a record a second. */
  VITAL_SIGNS("vital-signs"),
  /** Written: heartbeats. */
  PULSE_BEATS("pulse-beats");

  private final String defaultName;

  Topic(String defaultName) {
    this.defaultName = defaultName;
  }

  /** Its name unless an option gives another. */
  public String defaultName() {
    return defaultName;
  }
}
