package io.facephys.camera.face;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.RectVector;
import org.bytedeco.opencv.opencv_core.Size;
import org.bytedeco.opencv.opencv_java;
import org.bytedeco.opencv.opencv_objdetect.CascadeClassifier;

/**
 * OpenCV's cascade {@value #CASCADE}, which comes with its artifact. It looks at pictures scaled to
 * {@value #MAX_ROWS} rows at most. Not for several threads.
 *
 * <p>Its box is square and its sides lie outside the cheeks. The mapping was fitted on painted
 * portraits, for which the cascade's box was 1.19 to 1.23 times as wide as the face.
 */
public final class CascadeFaceDetector implements FaceDetector {
  private static final String CASCADE = "haarcascade_frontalface_alt2.xml";
  private static final int MAX_ROWS = 360;

  /** The smallest face that is looked for, as a share of the picture's height. */
  private static final double MIN_HEIGHT = 0.14;

  private static final double SCALE_STEP = 1.15;
  private static final int MIN_NEIGHBOURS = 4;

  // Where the crop lies in the cascade's box, as shares of its side.
  private static final double LEFT = 0.085;
  private static final double TOP = 0.02;
  private static final double CROP_WIDTH = 0.83;
  private static final double CROP_HEIGHT = 0.96;

  private final CascadeClassifier cascade;
  private final Mat grey = new Mat();
  private final Mat small = new Mat();
  private final RectVector found = new RectVector();

  public CascadeFaceDetector() {
    try {
      String resource =
          "/org/bytedeco/opencv/%s/share/opencv4/haarcascades/%s"
              .formatted(Loader.getPlatform(), CASCADE);
      cascade = new CascadeClassifier(Loader.cacheResource(opencv_java.class, resource).getPath());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot unpack OpenCV's cascade " + CASCADE, e);
    }
  }

  @Override
  public List<FaceBox> detect(Mat rgb) {
    opencv_imgproc.cvtColor(rgb, grey, opencv_imgproc.COLOR_RGB2GRAY);
    double scale = Math.min(1, (double) MAX_ROWS / grey.rows());
    opencv_imgproc.resize(grey, small, new Size(), scale, scale, opencv_imgproc.INTER_AREA);
    int min = (int) (MIN_HEIGHT * small.rows());
    cascade.detectMultiScale(
        small, found, SCALE_STEP, MIN_NEIGHBOURS, 0, new Size(min, min), new Size());
    List<FaceBox> boxes = new ArrayList<>();
    for (Rect box : found.get()) {
      double side = box.width() / scale;
      boxes.add(
          new FaceBox(
              box.x() / scale + LEFT * side,
              box.y() / scale + TOP * side,
              CROP_WIDTH * side,
              CROP_HEIGHT * side));
    }
    return boxes;
  }

  @Override
  public void close() {
    cascade.close();
    grey.close();
    small.close();
    found.close();
  }
}
