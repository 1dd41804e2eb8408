package io.facephys.engine.vitals;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The pure step: what is kept of a camera and a piece of its wave in; rows, beats and what is kept
 * out. How a wave is cut into pieces changes nothing.
 *
 * <p>A row is due for each whole second that lies between two samples, and rests on the samples
 * before that second only. No row is due for the seconds inside a longer hole but the last. At the
 * same time beats that are at least 1.5 s old become final.
 */
public final class VitalsStep {
  /** Name and version; results of different versions can differ. */
  public static final String ALGORITHM = "facephys-vitals 2";

  private VitalsStep() {}

  /**
   * What comes out.
   *
   * @param rows in order of time
   * @param beats in order of time, final
   * @param next what is to be kept
   */
  public record Result(List<Vitals> rows, List<Beat> beats, CameraVitals next) {}

  /**
   * Takes the next piece of a camera's wave.
   *
   * @param kept null for a camera of which nothing is kept
   */
  public static Result advance(@Nullable CameraVitals kept, WavePiece piece) {
    CameraProgress progress = new CameraProgress(kept, piece.wave().length);
    for (int i = 0; i < piece.wave().length; i++) {
      progress.add(piece, i);
    }
    return progress.result(piece.segment());
  }
}
