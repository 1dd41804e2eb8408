package io.facephys.engine.vitals;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The step of a subject, without side effects: it takes what is kept and the next piece of one
 * camera's wave, and returns rows, beats and what to keep. {@link VitalsStep} computes the rows and
 * beats of the camera, {@link CameraFusion} the rows of all cameras together.
 */
public final class SubjectVitalsStep {
  private SubjectVitalsStep() {}

  /**
   * A row of one camera or of all.
   *
   * @param cameraId the camera; null for all cameras together
   * @param cameras how many cameras the values rest on
   * @param vitals the values; rates only if they are of all cameras
   */
  public record Row(@Nullable String cameraId, int cameras, Vitals vitals) {}

  /**
   * What a piece of wave gives.
   *
   * @param rows in order of time; those of all cameras follow the camera's row that made them due
   * @param beats of the camera, final ones, in order of time
   * @param camera what to keep of the camera
   * @param fusion what to keep of the subject; unchanged if there are no rows
   */
  public record Result(
      List<Row> rows, List<Beat> beats, CameraVitals camera, CameraFusion fusion) {}

  /**
   * Takes the next piece of a camera's wave.
   *
   * @param kept what is kept of the camera; null at its first piece
   * @param fusion what is kept of the subject; {@link CameraFusion#NONE} at first
   */
  public static Result advance(
      String cameraId, WavePiece piece, @Nullable CameraVitals kept, CameraFusion fusion) {
    VitalsStep.Result camera = VitalsStep.advance(kept, piece);
    List<Row> rows = new ArrayList<>();
    CameraFusion next = fusion;
    for (Vitals row : camera.rows()) {
      rows.add(new Row(cameraId, 1, row));
      CameraFusion.Result fused = next.with(cameraId, row);
      rows.addAll(fused.rows());
      next = fused.next();
    }
    return new Result(rows, camera.beats(), camera.next(), next);
  }
}
