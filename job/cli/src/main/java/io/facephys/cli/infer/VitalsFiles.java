package io.facephys.cli.infer;

import io.facephys.engine.ModelIdentity;
import io.facephys.engine.vitals.Beat;
import io.facephys.engine.vitals.CameraFusion;
import io.facephys.engine.vitals.CameraVitals;
import io.facephys.engine.vitals.Vitals;
import io.facephys.engine.vitals.VitalsStep;
import io.facephys.engine.vitals.WavePiece;
import io.facephys.pipeline.record.SubjectBeat;
import io.facephys.pipeline.record.SubjectVitals;
import io.facephys.pipeline.time.FrameClock;
import io.facephys.schemas.JsonFormat;
import io.facephys.schemas.MessageFormat;
import io.facephys.schemas.PulseBeat;
import io.facephys.schemas.VitalSigns;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Computes vital signs and beats of any number of subjects, as operator {@code vitals} does, and
 * writes them to files: a JSON object a line, the same as in the topics.
 */
public final class VitalsFiles implements AutoCloseable {
  private static final MessageFormat<VitalSigns> VITALS_FORMAT = new JsonFormat<>(VitalSigns.class);
  private static final MessageFormat<PulseBeat> BEATS_FORMAT = new JsonFormat<>(PulseBeat.class);

  private final ModelIdentity model;
  private final @Nullable OutputStream vitalsOut;
  private final @Nullable OutputStream beatsOut;
  private final Map<List<String>, CameraVitals> cameras = new HashMap<>();
  private final Map<String, CameraFusion> fusions = new HashMap<>();
  private final List<SubjectVitals> vitals = new ArrayList<>();
  private final List<SubjectBeat> beats = new ArrayList<>();

  /**
   * @param vitalsFile takes the vital signs; null writes none
   * @param beatsFile takes the beats; null writes none
   * @param model that makes the wave
   */
  public VitalsFiles(@Nullable Path vitalsFile, @Nullable Path beatsFile, ModelIdentity model)
      throws IOException {
    this.model = model;
    this.vitalsOut = vitalsFile == null ? null : open(vitalsFile);
    this.beatsOut = beatsFile == null ? null : open(beatsFile);
  }

  private static OutputStream open(Path file) throws IOException {
    return new BufferedOutputStream(Files.newOutputStream(file));
  }

  /** A wave of the model's first run over a camera's frames, numbered as the job numbers it. */
  public static WavePiece whole(long[] timesMicros, float[] wave, float[] colours) {
    long segment =
        timesMicros.length == 0 ? 0 : FrameClock.START.startingSegment(timesMicros[0]).segment();
    return new WavePiece(segment, timesMicros, wave, colours);
  }

  /** Takes the next wave of a subject's camera. */
  public void add(String subjectId, String cameraId, WavePiece piece) throws IOException {
    List<String> camera = List.of(subjectId, cameraId);
    VitalsStep.Result result = VitalsStep.advance(cameras.get(camera), piece);
    cameras.put(camera, result.next());
    for (Beat beat : result.beats()) {
      write(new SubjectBeat(subjectId, cameraId, beat, model.name(), model.sha256()));
    }
    for (Vitals row : result.rows()) {
      write(new SubjectVitals(subjectId, cameraId, 1, row, model.name(), model.sha256()));
      CameraFusion.Result fused =
          fusions.getOrDefault(subjectId, CameraFusion.NONE).with(cameraId, row);
      fusions.put(subjectId, fused.next());
      for (CameraFusion.Combined all : fused.combined()) {
        write(
            new SubjectVitals(
                subjectId, null, all.cameras(), all.row(), model.name(), model.sha256()));
      }
    }
  }

  /** All vital signs so far, in order. */
  public List<SubjectVitals> vitals() {
    return List.copyOf(vitals);
  }

  /** All beats so far, in order. */
  public List<SubjectBeat> beats() {
    return List.copyOf(beats);
  }

  private void write(SubjectVitals row) throws IOException {
    vitals.add(row);
    writeLine(vitalsOut, VITALS_FORMAT.encode(row.toMessage()));
  }

  private void write(SubjectBeat beat) throws IOException {
    beats.add(beat);
    writeLine(beatsOut, BEATS_FORMAT.encode(beat.toMessage()));
  }

  private static void writeLine(@Nullable OutputStream out, byte[] json) throws IOException {
    if (out != null) {
      out.write(json);
      out.write('\n');
    }
  }

  @Override
  public void close() throws IOException {
    try (OutputStream first = vitalsOut;
        OutputStream second = beatsOut) {
      // closes both
    }
  }
}
