package io.facephys.cli.validate;

import io.facephys.camera.ChunkAssembler;
import io.facephys.camera.CropChunk;
import io.facephys.camera.FaceCropper;
import io.facephys.camera.Picture;
import io.facephys.camera.video.VideoInput;
import io.facephys.engine.Frames;
import io.facephys.engine.recording.Recording;
import io.facephys.measure.validation.Camera;
import io.facephys.measure.validation.Clock;
import io.facephys.schemas.CropContract;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.IntConsumer;
import java.util.stream.LongStream;

/**
 * Keeps the crops of the one face in a video. A face that is lost and found again is followed as
 * another one, so that several stretches can be of the same person. Times count from the first
 * picture. Not for several threads.
 */
final class FaceRecorder {
  private static final double MAX_TOGETHER_SECONDS = 5; // a shorter one may be no face

  private final List<Long> pictureMicros = new ArrayList<>();
  private final Map<Integer, Track> tracks = new TreeMap<>();

  /** What has come of one face. */
  private record Track(ByteArrayOutputStream frames, List<Long> micros) {
    Track() {
      this(new ByteArrayOutputStream(), new ArrayList<>());
    }

    long first() {
      return micros.get(0);
    }

    long last() {
      return micros.get(micros.size() - 1);
    }

    double secondsWith(Track other) {
      return (Math.min(last(), other.last()) - Math.max(first(), other.first())) / 1e6;
    }

    Recording recording(long startMicros) {
      Frames all = Frames.ofBytes(ByteBuffer.wrap(frames.toByteArray()), micros.size());
      return new Recording(
          all, micros.stream().mapToLong(Long::longValue).map(t -> t - startMicros).toArray());
    }
  }

  /**
   * Reads a video to its end.
   *
   * @param progress takes how many pictures were read
   * @throws IllegalArgumentException if no face is in it, or several at the same time
   */
  static Camera record(VideoInput video, FaceCropper cropper, IntConsumer progress) {
    FaceRecorder recorder = new FaceRecorder();
    ChunkAssembler assembler = new ChunkAssembler(CropContract.MAX_FRAMES);
    for (Optional<Picture> next = video.next(); next.isPresent(); next = video.next()) {
      recorder.pictureMicros.add(next.get().captureTimeMicros());
      assembler.add(cropper.crop(next.get())).forEach(recorder::add);
      progress.accept(recorder.pictureMicros.size());
    }
    assembler.flush().forEach(recorder::add);
    return recorder.camera(video.name());
  }

  private void add(CropChunk chunk) {
    Track track = tracks.computeIfAbsent(chunk.track(), number -> new Track());
    track.frames.writeBytes(chunk.frames());
    LongStream.of(chunk.captureTimesMicros()).forEach(track.micros::add);
  }

  private Camera camera(String name) {
    if (tracks.isEmpty()) {
      throw new IllegalArgumentException(
          "no face was found in '%s': it has to look into the camera, upright, and be a seventh of the picture's height or more"
              .formatted(name));
    }
    long start = pictureMicros.get(0);
    double[] seconds = pictureMicros.stream().mapToDouble(time -> (time - start) / 1e6).toArray();
    List<Recording> faces =
        alone(name).stream()
            .sorted(Comparator.comparingLong(Track::first))
            .map(track -> track.recording(start))
            .toList();
    return new Camera(Clock.START, seconds, faces);
  }

  /** The longest stretches that do not overlap. */
  private List<Track> alone(String name) {
    List<Track> kept = new ArrayList<>();
    List<Track> longest =
        tracks.values().stream()
            .sorted(Comparator.comparingInt(track -> -track.micros.size()))
            .toList();
    for (Track track : longest) {
      double together = kept.stream().mapToDouble(track::secondsWith).max().orElse(0);
      if (together > MAX_TOGETHER_SECONDS) {
        throw new IllegalArgumentException(
            "'%s' shows several faces for %.1f s: only the person who wears the sensor may be in the picture; cut the others out, or record again"
                .formatted(name, together));
      }
      if (together <= 0) {
        kept.add(track);
      }
    }
    return kept;
  }
}
