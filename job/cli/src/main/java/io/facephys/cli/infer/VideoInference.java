package io.facephys.cli.infer;

import io.facephys.camera.ChunkAssembler;
import io.facephys.camera.CropChunk;
import io.facephys.camera.FaceCropper;
import io.facephys.camera.Picture;
import io.facephys.camera.video.VideoInput;
import io.facephys.cli.live.SubjectTrack;
import io.facephys.engine.FrameIntervals;
import io.facephys.engine.Frames;
import io.facephys.engine.PulseModel;
import io.facephys.engine.PulseRules;
import io.facephys.engine.PulseState;
import io.facephys.engine.Step;
import io.facephys.engine.frames.FrameColours;
import io.facephys.engine.vitals.WavePiece;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Runs the model on each face of a video. Not for several threads. */
final class VideoInference {
  private final PulseModel model;
  private final int chunkFrames;
  private final Map<Integer, Face> faces = new TreeMap<>(); // by track

  VideoInference(PulseModel model, int chunkFrames) {
    this.model = model;
    this.chunkFrames = chunkFrames;
  }

  /** The wave of a face so far. */
  static final class Face {
    private @Nullable PulseState state;
    private long[] timesMicros = {};
    private float[] wave = {};
    private float[] colours = {}; // (frame, channel)

    /** Its wave with the capture times in seconds. */
    SubjectTrack.Stretch stretch() {
      return new SubjectTrack.Stretch(
          Arrays.stream(timesMicros).mapToDouble(PulseRules::seconds).toArray(),
          IntStream.range(0, wave.length).mapToDouble(i -> wave[i]).toArray());
    }

    /** One sample a frame. */
    float[] wave() {
      return wave;
    }

    /** The wave as vital signs are made of it. */
    WavePiece piece() {
      return VitalsFiles.whole(timesMicros, wave, colours);
    }
  }

  /**
   * Reads a video to its end.
   *
   * @param progress is told how many pictures were read
   * @return the faces by the numbers of their tracks
   */
  Map<Integer, Face> run(VideoInput video, FaceCropper cropper, IntConsumer progress) {
    ChunkAssembler assembler = new ChunkAssembler(chunkFrames);
    int pictures = 0;
    for (Optional<Picture> next = video.next(); next.isPresent(); next = video.next()) {
      assembler.add(cropper.crop(next.get())).forEach(this::advance);
      progress.accept(++pictures);
    }
    assembler.flush().forEach(this::advance);
    return faces;
  }

  private void advance(CropChunk chunk) {
    Face face = faces.computeIfAbsent(chunk.track(), track -> new Face());
    long[] times = chunk.captureTimesMicros();
    int before = face.timesMicros.length;
    FrameIntervals intervals =
        before == 0
            ? FrameIntervals.ofFirst(times)
            : FrameIntervals.after(face.timesMicros[before - 1], times);
    Frames frames = Frames.ofBytes(ByteBuffer.wrap(chunk.frames()), times.length);
    Step step =
        model.advance(
            frames, intervals.seconds(), face.state == null ? model.initialState() : face.state);
    face.state = step.next();
    face.timesMicros = Arrays.copyOf(face.timesMicros, before + times.length);
    System.arraycopy(times, 0, face.timesMicros, before, times.length);
    face.wave = joined(face.wave, step.wave());
    face.colours = joined(face.colours, FrameColours.of(frames));
  }

  private static float[] joined(float[] first, float[] second) {
    float[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }
}
