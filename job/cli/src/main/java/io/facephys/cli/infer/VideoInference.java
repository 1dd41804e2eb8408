package io.facephys.cli.infer;

import io.facephys.camera.ChunkAssembler;
import io.facephys.camera.CropChunk;
import io.facephys.camera.FaceCropper;
import io.facephys.camera.Picture;
import io.facephys.camera.video.VideoInput;
import io.facephys.engine.Frames;
import io.facephys.engine.PulseModel;
import io.facephys.engine.recording.ModelRun;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;

/** Runs the model on each face of a video. Not for several threads. */
final class VideoInference {
  private final PulseModel model;
  private final int chunkFrames;
  private final long maxMicros;
  private final Map<Integer, ModelRun> faces = new TreeMap<>(); // by track

  /**
   * @param maxSeconds how much of a video to read; 0 for all of it
   */
  VideoInference(PulseModel model, int chunkFrames, int maxSeconds) {
    this.model = model;
    this.maxMicros = maxSeconds == 0 ? Long.MAX_VALUE : TimeUnit.SECONDS.toMicros(maxSeconds);
    this.chunkFrames = chunkFrames;
  }

  /**
   * Reads a video to its end and returns what has come of each face, by the number of its track;
   * {@code progress} is told how many pictures were read.
   */
  Map<Integer, ModelRun> run(VideoInput video, FaceCropper cropper, IntConsumer progress) {
    ChunkAssembler assembler = new ChunkAssembler(chunkFrames);
    int pictures = 0;
    long first = Long.MIN_VALUE;
    for (Optional<Picture> next = video.next(); next.isPresent(); next = video.next()) {
      long captured = next.get().captureTimeMicros();
      first = pictures == 0 ? captured : first;
      if (captured - first >= maxMicros) {
        break;
      }
      assembler.add(cropper.crop(next.get())).forEach(this::advance);
      progress.accept(++pictures);
    }
    assembler.flush().forEach(this::advance);
    return faces;
  }

  private void advance(CropChunk chunk) {
    long[] times = chunk.captureTimesMicros();
    Frames frames = Frames.ofBytes(ByteBuffer.wrap(chunk.frames()), times.length);
    faces.compute(
        chunk.track(),
        (track, run) -> (run == null ? ModelRun.start(model) : run).then(model, frames, times));
  }
}
