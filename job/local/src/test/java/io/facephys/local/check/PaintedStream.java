package io.facephys.local.check;

import io.facephys.camera.ChunkAssembler;
import io.facephys.camera.CropChunk;
import io.facephys.camera.FaceCropper;
import io.facephys.camera.Picture;
import io.facephys.camera.face.CascadeFaceDetector;
import io.facephys.camera.portrait.PortraitScene;
import io.facephys.camera.portrait.PortraitVideo;
import io.facephys.camera.video.VideoInput;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a good camera sends of a painted face. */
final class PaintedStream {
  static final double RATE_BPM = 84;

  private static final int CHUNK_FRAMES = 15;
  private static final double FRAME_RATE_HZ = 30;
  private static final long START_MICROS = 1_800_000_000_000_000L;
  private static final int PICTURE_BYTES = 3 * PortraitScene.WIDTH * PortraitScene.HEIGHT;

  private PaintedStream() {}

  static List<SentChunk> of(double seconds) {
    PortraitScene scene = scene();
    byte[] rgb = new byte[PICTURE_BYTES];
    ByteBuffer buffer = ByteBuffer.allocateDirect(PICTURE_BYTES);
    ChunkAssembler assembler = new ChunkAssembler(CHUNK_FRAMES);
    List<CropChunk> chunks = new ArrayList<>();
    try (FaceCropper cropper = new FaceCropper(new CascadeFaceDetector())) {
      for (int i = 0; i < seconds * FRAME_RATE_HZ; i++) {
        scene.paint(i / FRAME_RATE_HZ, rgb);
        buffer.clear().put(rgb).flip();
        long micros = START_MICROS + Math.round(i * 1e6 / FRAME_RATE_HZ);
        chunks.addAll(
            assembler.add(
                cropper.crop(
                    new Picture(
                        buffer,
                        PortraitScene.WIDTH,
                        PortraitScene.HEIGHT,
                        3 * PortraitScene.WIDTH,
                        micros))));
      }
    }
    return sent(chunks);
  }

  /** The same through a video file. */
  static List<SentChunk> through(PortraitVideo.Format format, Path folder) {
    Path file = folder.resolve(format + ".mkv");
    PortraitVideo.write(
        file, scene(), format, new PortraitVideo.Timing(FRAME_RATE_HZ, 7), written -> {});
    ChunkAssembler assembler = new ChunkAssembler(CHUNK_FRAMES);
    List<CropChunk> chunks = new ArrayList<>();
    try (VideoInput input = VideoInput.open(file.toString(), VideoInput.Pace.AT_ONCE, Map.of());
        FaceCropper cropper = new FaceCropper(new CascadeFaceDetector())) {
      for (Optional<Picture> next = input.next(); next.isPresent(); next = input.next()) {
        chunks.addAll(assembler.add(cropper.crop(next.get())));
      }
    }
    return sent(chunks);
  }

  private static PortraitScene scene() {
    return PortraitScene.of(List.of(RATE_BPM), /* seed= */ 1);
  }

  private static List<SentChunk> sent(List<CropChunk> chunks) {
    List<SentChunk> sent = new ArrayList<>();
    for (CropChunk chunk : chunks) {
      long[] times = chunk.captureTimesMicros();
      long sentMillis = times[times.length - 1] / 1000 + 50;
      sent.add(new SentChunk(sent.size(), times, chunk.frames(), sentMillis));
    }
    return sent;
  }
}
