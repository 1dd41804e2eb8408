package io.facephys.cli.capture;

import io.facephys.camera.ChunkAssembler;
import io.facephys.camera.CropChunk;
import io.facephys.camera.FaceChunkProducer;
import io.facephys.camera.FaceCrop;
import io.facephys.camera.FaceCropper;
import io.facephys.camera.Picture;
import io.facephys.camera.video.VideoInput;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;

/**
 * Takes one camera's pictures, one by one, and sends the faces in them to Kafka. Not for several
 * threads.
 */
public final class CameraRun implements AutoCloseable {
  private final VideoInput input;
  private final FaceCropper cropper;
  private final FaceChunkProducer producer;
  private final ChunkAssembler assembler;
  private final Naming naming;
  private final CropStatistics statistics = new CropStatistics();
  private List<FaceCrop> newest = List.of();
  private long delayMillis;
  private long framesSent;

  /** The subject id of each face, by its track; the largest face is that of a single subject. */
  public record Naming(boolean single, IntFunction<String> subjectId) {}

  /** Owns input, cropper and producer: {@link #close} closes them. */
  public CameraRun(
      VideoInput input,
      FaceCropper cropper,
      FaceChunkProducer producer,
      int chunkFrames,
      Naming naming) {
    this.input = input;
    this.cropper = cropper;
    this.producer = producer;
    this.assembler = new ChunkAssembler(chunkFrames);
    this.naming = naming;
  }

  /** Takes the next picture; false at the end of the video. */
  public boolean step() {
    Optional<Picture> picture = input.next();
    if (picture.isEmpty()) {
      return false;
    }
    newest = subjects(cropper.crop(picture.get()));
    assembler.add(newest).forEach(this::send);
    long now = System.currentTimeMillis();
    statistics.add(newest, now);
    delayMillis = now - picture.get().captureTimeMicros() / 1000;
    return true;
  }

  private List<FaceCrop> subjects(List<FaceCrop> faces) {
    return naming.single
        ? faces.stream()
            .max(Comparator.comparingDouble(face -> face.box().area()))
            .map(List::of)
            .orElse(List.of())
        : faces;
  }

  private void send(CropChunk chunk) {
    framesSent += chunk.captureTimesMicros().length;
    producer.send(naming.subjectId.apply(chunk.track()), chunk);
  }

  /** The crops of the newest picture. */
  List<FaceCrop> newest() {
    return newest;
  }

  /** How the camera is doing, in two lines. */
  public List<String> lines() {
    FaceChunkProducer.Counts counts = producer.counts();
    String error = producer.lastError().map(" (%s)"::formatted).orElse("");
    return List.of(
        "%.1f frames/s, %d faces, exposure %s, delay %.1f s"
            .formatted(
                statistics.framesPerSecond(),
                statistics.faces(),
                statistics.exposure(),
                delayMillis / 1e3),
        "%,d crops; chunks: %,d delivered, %,d waiting, %,d dropped; frames out of order: %,d, jumps of the clock: %d, connected again: %d%s"
            .formatted(
                statistics.crops(),
                counts.delivered(),
                counts.waiting(),
                counts.dropped(),
                input.outOfOrder(),
                input.clockJumps(),
                input.reconnects(),
                error));
  }

  /** Ends the video; any thread may call this. */
  public void stop() {
    input.stop();
  }

  /** Frames of all faces that were handed to the producer. */
  public long framesSent() {
    return framesSent;
  }

  /** Chunks that will never reach Kafka. */
  long dropped() {
    return producer.counts().dropped();
  }

  /** Sends the chunks that are left, for at most 10 s. */
  public void finish() {
    assembler.flush().forEach(this::send);
    producer.close();
  }

  @Override
  public void close() {
    producer.close();
    cropper.close();
    input.close();
  }
}
