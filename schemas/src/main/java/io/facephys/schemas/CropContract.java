package io.facephys.schemas;

/** The sizes and limits that a {@link FaceChunk} must keep. */
public final class CropContract {
  /** Rows of a frame. */
  public static final int HEIGHT = 36;

  /** Columns of a frame. */
  public static final int WIDTH = 36;

  /** Bytes of a pixel: red, green, blue. */
  public static final int CHANNELS = 3;

  /** Bytes of a frame. */
  public static final int FRAME_BYTES = HEIGHT * WIDTH * CHANNELS;

  /** The maximum number of frames in a chunk; the minimum is 1. */
  public static final int MAX_FRAMES = 300;

  /** The maximum length of a subject or camera id in UTF-16 code units; the minimum is 1. */
  public static final int MAX_ID_LENGTH = 256;

  private CropContract() {}
}
