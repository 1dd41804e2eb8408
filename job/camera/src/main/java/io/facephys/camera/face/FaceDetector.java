package io.facephys.camera.face;

import java.util.List;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * Finds faces in a picture. Not for several threads.
 *
 * <p>Detectors differ in what they call the box of a face. Each of these maps its own box to the
 * crop of the contract: forehead to chin and cheek to cheek.
 */
public interface FaceDetector extends AutoCloseable {
  /**
   * The crop of each face, which may reach over the picture's edge.
   *
   * @param rgb 8 bits a channel, (row, column, channel)
   */
  List<FaceBox> detect(Mat rgb);

  @Override
  void close();
}
