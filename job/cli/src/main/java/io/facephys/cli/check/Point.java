package io.facephys.cli.check;

/** What {@code check} looks at, with the remedy for a fault. */
public enum Point {
  RECORDS(
      "records",
      "Write FaceChunk as schemas/README.md says; the job puts such records into the dead letters."),
  FRAME_RATE("frame rate", "Send 15 frames a second or more; 30 are best."),
  JITTER(
      "even times",
      "Send the times of exposure from the camera's clock; times of arrival contain the network's delay."),
  GAPS("gaps", "Find out where frames are lost: the model needs 2 s after each gap."),
  ORDER(
      "order", "Send frames in the order of exposure, each with a later time than the one before."),
  NUMBERING(
      "numbering", "Number the chunks of a subject and camera 0, 1, 2, ..., and send each once."),
  CLOCK("clock", "Set the camera's clock by NTP and send microseconds since 1970 in UTC."),
  OVEREXPOSURE("overexposure", "Lower exposure or gain: a clipped value shows no pulse."),
  DARKNESS("darkness", "Add light, or raise the exposure."),
  VALUE_RANGE("value range", "Send 0 to 255: multiply values of 0 to 1 by 255 before the cast."),
  COLOUR_ORDER("colour order", "Send red first; OpenCV gives blue first: convert with BGR2RGB."),
  FROZEN("frozen", "Send each exposure once; look whether the camera or its decoder hangs."),
  STEADY_BOX("steady box", "Smooth the box: when it jumps, every pixel changes."),
  FACE(
      "face", "Send only crops of a face that looks into the camera; without a face send nothing."),
  CROP("crop", "Crop from forehead to chin and from cheek to cheek, then scale to 36 x 36."),
  COMPRESSION(
      "compression", "Take frames before the video codec, or use raw, MJPEG or intra-only."),
  PULSE(
      "pulse",
      "Look at the faults above; without any, check light, exposure and that the face is still.");

  private final String label;
  private final String remedy;

  Point(String label, String remedy) {
    this.label = label;
    this.remedy = remedy;
  }

  /** The name that users read. */
  public String label() {
    return label;
  }

  /** What to do about a fault, a sentence. */
  public String remedy() {
    return remedy;
  }
}
