package io.facephys.engine.vitals;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The step of one camera, without side effects: it takes what is kept of the camera and the next
 * piece of its wave, and returns rows, beats and what to keep. How a wave is divided into pieces
 * changes nothing.
 *
 * <p>A row is due for each whole second that lies between two samples, and rests on the samples
 * before that second only. No row is due for the seconds inside a longer hole but the last. At the
 * same time beats that are at least 1.5 s old become final.
 */
public final class VitalsStep {
  /** Name and version; results of different versions can differ. */
  public static final String ALGORITHM = "facephys-vitals 4";

  private VitalsStep() {}

  /**
   * What a piece of wave gives.
   *
   * @param rows in order of time
   * @param beats final ones, in order of time
   * @param next what to keep
   */
  public record Result(List<Vitals> rows, List<Beat> beats, CameraVitals next) {}

  /**
   * Takes the next piece of a camera's wave.
   *
   * @param kept what is kept of the camera; null at its first piece
   */
  public static Result advance(@Nullable CameraVitals kept, WavePiece piece) {
    CameraProgress progress = new CameraProgress(kept, piece.wave().length);
    for (int i = 0; i < piece.wave().length; i++) {
      progress.add(piece, i);
    }
    return progress.result(piece.segment());
  }
}
