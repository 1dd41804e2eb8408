package io.facephys.cli.infer;

import io.facephys.engine.ModelIdentity;
import io.facephys.engine.recording.ModelRun;
import io.facephys.engine.vitals.Beat;
import io.facephys.engine.vitals.CameraFusion;
import io.facephys.engine.vitals.Reading;
import io.facephys.engine.vitals.SubjectVitalsStep;
import io.facephys.engine.vitals.WavePiece;
import io.facephys.pipeline.encode.Messages;
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
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Computes vital signs and beats of subjects with one camera each, as operator {@code vitals} does,
 * and writes them to files: a JSON object a line, the same as in the topics. Not for several
 * threads.
 */
final class VitalsFiles implements AutoCloseable {
  /** The camera in the rows: recordings and videos do not name theirs. */
  private static final String CAMERA = "camera";

  private static final MessageFormat<VitalSigns> VITALS_FORMAT = new JsonFormat<>(VitalSigns.class);
  private static final MessageFormat<PulseBeat> BEATS_FORMAT = new JsonFormat<>(PulseBeat.class);

  private final ModelIdentity model;
  private final OutputStream vitalsOut;
  private final OutputStream beatsOut;
  private final List<SubjectVitals> vitals = new ArrayList<>();
  private final List<SubjectBeat> beats = new ArrayList<>();

  /** Opens the files; null writes none. */
  VitalsFiles(@Nullable Path vitalsFile, @Nullable Path beatsFile, ModelIdentity model)
      throws IOException {
    this.model = model;
    this.vitalsOut = open(vitalsFile);
    this.beatsOut = open(beatsFile);
  }

  private static OutputStream open(@Nullable Path file) throws IOException {
    return file == null
        ? OutputStream.nullOutputStream()
        : new BufferedOutputStream(Files.newOutputStream(file));
  }

  /** Writes what comes of all frames of a subject, whose segment is numbered as in the job. */
  void add(String subjectId, ModelRun run) throws IOException {
    long[] times = run.captureTimesMicros();
    WavePiece piece =
        new WavePiece(
            FrameClock.START.startingSegment(times[0]).segment(), times, run.wave(), run.colours());
    SubjectVitalsStep.Result result =
        SubjectVitalsStep.advance(CAMERA, piece, null, CameraFusion.NONE);
    for (Beat beat : result.beats()) {
      write(new SubjectBeat(subjectId, CAMERA, beat, model.name(), model.sha256()));
    }
    for (SubjectVitalsStep.Row row : result.rows()) {
      write(
          new SubjectVitals(
              subjectId,
              row.cameraId(),
              row.cameras(),
              row.vitals(),
              model.name(),
              model.sha256()));
    }
  }

  /** All vital signs so far, in order. */
  List<SubjectVitals> vitals() {
    return List.copyOf(vitals);
  }

  /** The pulse rates of a subject so far, one a second, in order. */
  List<Reading> rates(String subjectId) {
    return vitals.stream()
        .filter(row -> row.subjectId().equals(subjectId))
        .map(row -> row.vitals().pulseRate())
        .toList();
  }

  /** All beats so far, in order. */
  List<SubjectBeat> beats() {
    return List.copyOf(beats);
  }

  private void write(SubjectVitals row) throws IOException {
    vitals.add(row);
    vitalsOut.write(VITALS_FORMAT.encode(Messages.of(row)));
    vitalsOut.write('\n');
  }

  private void write(SubjectBeat beat) throws IOException {
    beats.add(beat);
    beatsOut.write(BEATS_FORMAT.encode(Messages.of(beat)));
    beatsOut.write('\n');
  }

  @Override
  public void close() throws IOException {
    try (vitalsOut;
        beatsOut) {
      // closes both
    }
  }
}
