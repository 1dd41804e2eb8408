package io.facephys.cli.check;

import io.facephys.camera.ChunkAssembler;
import io.facephys.camera.CropChunk;
import io.facephys.camera.FaceCrop;
import io.facephys.camera.FaceCropper;
import io.facephys.camera.Picture;
import io.facephys.camera.face.CascadeFaceDetector;
import io.facephys.camera.portrait.PortraitScene;
import io.facephys.camera.portrait.PortraitVideo;
import io.facephys.camera.video.VideoInput;
import io.facephys.camera.video.VideoOptions;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What a good camera sends of painted faces. */
final class PaintedStream {
  private static final int CHUNK_FRAMES = 15;
  private static final long START_MICROS = 1_800_000_000_000_000L;
  private static final int PICTURE_BYTES = 3 * PortraitScene.WIDTH * PortraitScene.HEIGHT;

  private final ChunkAssembler assembler = new ChunkAssembler(CHUNK_FRAMES);
  private final Map<Integer, Double> columns = new HashMap<>(); // of the first crop, by track
  private final List<CropChunk> chunks = new ArrayList<>();

  private PaintedStream() {}

  /** One stream for each person, from left to right. */
  static List<List<SentChunk>> of(PortraitScene scene, double framesPerSecond, double seconds) {
    byte[] rgb = new byte[PICTURE_BYTES];
    ByteBuffer buffer = ByteBuffer.allocateDirect(PICTURE_BYTES);
    PaintedStream stream = new PaintedStream();
    try (FaceCropper cropper = new FaceCropper(new CascadeFaceDetector())) {
      for (int i = 0; i < seconds * framesPerSecond; i++) {
        scene.paint(i / framesPerSecond, rgb);
        long micros = START_MICROS + Math.round(i * 1e6 / framesPerSecond);
        stream.add(
            cropper.crop(
                new Picture(
                    buffer.clear().put(rgb).flip(),
                    PortraitScene.WIDTH,
                    PortraitScene.HEIGHT,
                    3 * PortraitScene.WIDTH,
                    micros)));
      }
    }
    return stream.fromLeftToRight();
  }

  /** The same of one person through a video file of 7 s. */
  static List<SentChunk> through(PortraitVideo.Format format, PortraitScene scene, Path folder) {
    Path file = folder.resolve(format + ".mkv");
    PortraitVideo.write(file, scene, format, new PortraitVideo.Timing(30, 7), written -> {});
    PaintedStream stream = new PaintedStream();
    try (VideoInput input =
            VideoInput.open(file.toString(), VideoOptions.of(VideoOptions.Pace.AT_ONCE));
        FaceCropper cropper = new FaceCropper(new CascadeFaceDetector())) {
      for (Optional<Picture> next = input.next(); next.isPresent(); next = input.next()) {
        stream.add(cropper.crop(next.get()));
      }
    }
    return stream.fromLeftToRight().get(0);
  }

  private void add(List<FaceCrop> crops) {
    crops.forEach(crop -> columns.putIfAbsent(crop.track(), crop.box().x()));
    chunks.addAll(assembler.add(crops));
  }

  private List<List<SentChunk>> fromLeftToRight() {
    TreeMap<Double, List<SentChunk>> streams = new TreeMap<>();
    for (CropChunk chunk : chunks) {
      List<SentChunk> stream =
          streams.computeIfAbsent(columns.get(chunk.track()), column -> new ArrayList<>());
      long[] times = chunk.captureTimesMicros();
      long sentMillis = times[times.length - 1] / 1000 + 50;
      stream.add(new SentChunk(stream.size(), times, chunk.frames(), sentMillis));
    }
    return List.copyOf(streams.values());
  }
}
