package io.facephys.camera;

import io.facephys.camera.face.FaceBox;
import io.facephys.camera.face.FaceDetector;
import io.facephys.camera.face.FaceTracker;
import io.facephys.schemas.CropContract;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.Size;

/**
 * Finds the faces in the pictures of one camera, follows them, and gives the contract's crop of
 * each: tight and steady, 36 x 36 pixels by area interpolation, RGB. Without a face there is no
 * crop. Not for several threads.
 */
public final class FaceCropper implements AutoCloseable {
  /** Between two detections a face is taken to be where it was. */
  private static final double DETECTION_INTERVAL_SECONDS = 1.0 / 6;

  private static final int MIN_PIXELS = 12; // a box clamped to less shows no face
  private static final double MICROS = 1e6;

  private final FaceDetector detector;
  private final FaceTracker tracker = new FaceTracker();
  private final Mat scaled = new Mat();
  private double nextDetectionSeconds = Double.NEGATIVE_INFINITY;

  static {
    opencv_core.setNumThreads(1); // the pictures of one camera are too small to share
  }

  /** The detector is closed together with this. */
  public FaceCropper(FaceDetector detector) {
    this.detector = detector;
  }

  /** The crops of the faces in the next picture; pictures come in the order of their capture. */
  public List<FaceCrop> crop(Picture picture) {
    double seconds = picture.captureTimeMicros() / MICROS;
    try (BytePointer pixels = new BytePointer(picture.rgb());
        Mat rgb =
            new Mat(
                picture.height(),
                picture.width(),
                opencv_core.CV_8UC3,
                pixels,
                picture.strideBytes())) {
      if (seconds >= nextDetectionSeconds) {
        tracker.detected(detector.detect(rgb), seconds);
        nextDetectionSeconds = seconds + DETECTION_INTERVAL_SECONDS;
      }
      List<FaceCrop> crops = new ArrayList<>();
      for (Map.Entry<Integer, FaceBox> face : tracker.boxes(seconds).entrySet()) {
        FaceBox box = face.getValue().clampedTo(picture.width(), picture.height());
        if (box.width() >= MIN_PIXELS && box.height() >= MIN_PIXELS) {
          crops.add(new FaceCrop(face.getKey(), picture.captureTimeMicros(), scale(rgb, box), box));
        }
      }
      return crops;
    }
  }

  private byte[] scale(Mat rgb, FaceBox box) {
    int left = (int) Math.round(box.x());
    int top = (int) Math.round(box.y());
    int right = (int) Math.min(rgb.cols(), Math.round(box.x() + box.width()));
    int bottom = (int) Math.min(rgb.rows(), Math.round(box.y() + box.height()));
    try (Rect part = new Rect(left, top, right - left, bottom - top);
        Mat face = new Mat(rgb, part);
        Size size = new Size(CropContract.WIDTH, CropContract.HEIGHT)) {
      opencv_imgproc.resize(face, scaled, size, 0, 0, opencv_imgproc.INTER_AREA);
    }
    byte[] crop = new byte[CropContract.FRAME_BYTES];
    scaled.data().get(crop);
    return crop;
  }

  @Override
  public void close() {
    detector.close();
    scaled.close();
  }
}
