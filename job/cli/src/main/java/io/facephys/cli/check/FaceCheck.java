package io.facephys.cli.check;

import static io.facephys.schemas.CropContract.CHANNELS;
import static io.facephys.schemas.CropContract.FRAME_BYTES;
import static io.facephys.schemas.CropContract.HEIGHT;
import static io.facephys.schemas.CropContract.WIDTH;

import io.facephys.camera.face.FaceBox;
import io.facephys.camera.face.FaceDetector;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Size;
import org.jspecify.annotations.Nullable;

/**
 * Whether there is a face in the frames of one subject and camera, where it is in the crop, and
 * whether the crop stands still. Not for several threads.
 */
final class FaceCheck {
  /** The crop is enlarged, and its edge repeated around it: the cascade wants room. */
  private static final int ENLARGEMENT = 6;

  private static final int MARGIN = WIDTH / 2;

  private static final double MAX_OFFSET = 0.18; // of the crop's width
  private static final double MIN_SIZE = 0.75; // of the crop's width
  private static final double MAX_SIZE = 1.35;

  /** A head does not move so many pixels of the crop from one frame to the next. */
  private static final double JUMP_PIXELS = 0.6;

  private static final double MAX_JUMPS = 0.01; // share of frames

  private float @Nullable [] before;
  private int jumps;
  private int pairs;

  void add(byte[] pixels) {
    for (int from = 0; from < pixels.length; from += FRAME_BYTES) {
      float[] green = new float[HEIGHT * WIDTH];
      for (int i = 0; i < green.length; i++) {
        green[i] = pixels[from + CHANNELS * i + 1] & 0xFF;
      }
      if (before != null) {
        jumps += shift(before, green) > JUMP_PIXELS ? 1 : 0;
        pairs++;
      }
      before = green;
    }
  }

  /**
   * How far the picture has moved, pixels: the shift that best explains the change by the gradients
   * of the picture (Lucas and Kanade's equations for one window).
   */
  private static double shift(float[] before, float[] after) {
    double xx = 0;
    double xy = 0;
    double yy = 0;
    double xt = 0;
    double yt = 0;
    for (int row = 1; row < HEIGHT - 1; row++) {
      for (int column = 1; column < WIDTH - 1; column++) {
        int i = row * WIDTH + column;
        double x = (before[i + 1] - before[i - 1]) / 2;
        double y = (before[i + WIDTH] - before[i - WIDTH]) / 2;
        double t = after[i] - before[i];
        xx += x * x;
        xy += x * y;
        yy += y * y;
        xt += x * t;
        yt += y * t;
      }
    }
    double determinant = xx * yy - xy * xy;
    return determinant == 0 ? 0 : Math.hypot(xt * yy - yt * xy, yt * xx - xt * xy) / determinant;
  }

  /**
   * What was found.
   *
   * @param meanFrame the mean of all frames, 0..255
   * @param pulse tells a face that the detector misses from what is not a face
   * @param detector looks for the face
   */
  List<Finding> findings(double[] meanFrame, PulseCheck pulse, FaceDetector detector) {
    double jumping = pairs == 0 ? 0 : (double) jumps / pairs;
    Finding steady =
        Finding.of(
            Point.STEADY_BOX,
            jumping > MAX_JUMPS,
            "the picture jumps in %.1f %% of frames".formatted(100 * jumping));
    Optional<FaceBox> face = face(meanFrame, detector);
    if (face.isEmpty()) {
      return List.of(steady, withoutFace(pulse), Finding.notMeasured(Point.CROP, "no face found"));
    }
    return List.of(
        steady, Finding.of(Point.FACE, false, "found in the mean of all frames"), crop(face.get()));
  }

  /** A detector misses faces; where colours change as blood changes them, there may be one. */
  private static Finding withoutFace(PulseCheck pulse) {
    if (pulse.isTooShort()) {
      return Finding.notMeasured(
          Point.FACE,
          "not found by OpenCV's cascade; %.0f s of frames would show whether there is a pulse"
              .formatted(PulseCheck.MIN_SECONDS));
    }
    return pulse.isBlood()
        ? Finding.notMeasured(
            Point.FACE, "not found by OpenCV's cascade, but colours change as blood changes them")
        : Finding.of(Point.FACE, true, "no face found in the mean of all frames, and no pulse");
  }

  /** Compares the crop that the detector wants with the one that was sent. */
  private static Finding crop(FaceBox wanted) {
    double size = Math.sqrt(wanted.width() * wanted.height() / (WIDTH * HEIGHT));
    double right = (wanted.x() + wanted.width() / 2 - WIDTH / 2.0) / WIDTH;
    double down = (wanted.y() + wanted.height() / 2 - HEIGHT / 2.0) / HEIGHT;
    boolean fault = size < MIN_SIZE || size > MAX_SIZE || Math.hypot(right, down) > MAX_OFFSET;
    return Finding.of(
        Point.CROP,
        fault,
        "the face has %.0f %% of the crop's size, %+.0f %% right and %+.0f %% below its middle"
            .formatted(100 * size, 100 * right, 100 * down));
  }

  /** The crop that the detector wants for the largest face, in pixels of the frame. */
  private static Optional<FaceBox> face(double[] meanFrame, FaceDetector detector) {
    byte[] bytes = new byte[FRAME_BYTES];
    for (int i = 0; i < FRAME_BYTES; i++) {
      bytes[i] = (byte) Math.round(meanFrame[i]);
    }
    try (BytePointer values = new BytePointer(bytes);
        Mat small = new Mat(HEIGHT, WIDTH, opencv_core.CV_8UC3, values);
        Mat padded = new Mat();
        Mat large = new Mat()) {
      opencv_core.copyMakeBorder(
          small, padded, MARGIN, MARGIN, MARGIN, MARGIN, opencv_core.BORDER_REPLICATE);
      opencv_imgproc.resize(
          padded, large, new Size(), ENLARGEMENT, ENLARGEMENT, opencv_imgproc.INTER_CUBIC);
      return detector.detect(large).stream()
          .max(Comparator.comparingDouble(FaceBox::area))
          .map(
              box ->
                  new FaceBox(
                      box.x() / ENLARGEMENT - MARGIN,
                      box.y() / ENLARGEMENT - MARGIN,
                      box.width() / ENLARGEMENT,
                      box.height() / ENLARGEMENT));
    }
  }
}
