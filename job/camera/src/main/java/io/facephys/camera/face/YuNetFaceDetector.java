package io.facephys.camera.face;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.indexer.FloatIndexer;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Size;
import org.bytedeco.opencv.opencv_objdetect.FaceDetectorYN;

/**
 * The neural network YuNet, from a file of the user's. Its box is the crop: it reaches from the
 * forehead to the chin and from cheek to cheek. Not for several threads.
 */
public final class YuNetFaceDetector implements FaceDetector {
  private static final float MIN_SCORE = 0.7f;

  private final FaceDetectorYN network;
  private final Mat bgr = new Mat();
  private final Mat found = new Mat();

  /**
   * @param model YuNet's ONNX file
   * @throws IllegalArgumentException if OpenCV cannot load it
   */
  public YuNetFaceDetector(Path model) {
    if (!Files.isRegularFile(model)) {
      throw new IllegalArgumentException("'%s' does not exist or is not a file".formatted(model));
    }
    try {
      network = FaceDetectorYN.create(model.toString(), "", new Size(320, 320));
      network.setScoreThreshold(MIN_SCORE);
    } catch (RuntimeException e) {
      throw new IllegalArgumentException(
          "'%s' is not a YuNet model that OpenCV can load: %s".formatted(model, e.getMessage()), e);
    }
  }

  @Override
  public List<FaceBox> detect(Mat rgb) {
    opencv_imgproc.cvtColor(rgb, bgr, opencv_imgproc.COLOR_RGB2BGR);
    network.setInputSize(bgr.size());
    network.detect(bgr, found);
    List<FaceBox> boxes = new ArrayList<>();
    if (!found.empty()) {
      FloatIndexer faces = found.createIndexer();
      for (long face = 0; face < found.rows(); face++) {
        boxes.add(
            new FaceBox(
                faces.get(face, 0), faces.get(face, 1), faces.get(face, 2), faces.get(face, 3)));
      }
    }
    return boxes;
  }

  @Override
  public void close() {
    network.close();
    bgr.close();
    found.close();
  }
}
