package io.facephys.camera;

import io.facephys.schemas.CropContract;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Collects the crops of each face into chunks. A chunk ends when it is full, and earlier when its
 * face is not in the picture. Not for several threads.
 */
public final class ChunkAssembler {
  private final int chunkFrames;
  private final Map<Integer, List<FaceCrop>> open = new LinkedHashMap<>(); // by track

  /**
   * @param chunkFrames frames of a full chunk, 1 to {@value CropContract#MAX_FRAMES}
   */
  public ChunkAssembler(int chunkFrames) {
    if (chunkFrames < 1 || chunkFrames > CropContract.MAX_FRAMES) {
      throw new IllegalArgumentException(
          "a chunk cannot have %d frames; 1 to %d are allowed"
              .formatted(chunkFrames, CropContract.MAX_FRAMES));
    }
    this.chunkFrames = chunkFrames;
  }

  /** Takes in all crops of one picture and returns the chunks that are now complete. */
  public List<CropChunk> add(List<FaceCrop> picture) {
    Set<Integer> seen = picture.stream().map(FaceCrop::track).collect(Collectors.toSet());
    Set<Integer> gone = new HashSet<>(open.keySet());
    gone.removeAll(seen);
    List<CropChunk> complete = new ArrayList<>(gone.stream().map(this::take).toList());
    for (FaceCrop crop : picture) {
      List<FaceCrop> crops = open.computeIfAbsent(crop.track(), track -> new ArrayList<>());
      crops.add(crop);
      if (crops.size() == chunkFrames) {
        complete.add(take(crop.track()));
      }
    }
    return complete;
  }

  /** Returns the chunks that are not full; call it when the camera stops. */
  public List<CropChunk> flush() {
    return List.copyOf(open.keySet()).stream().map(this::take).toList();
  }

  private CropChunk take(int track) {
    List<FaceCrop> crops = open.getOrDefault(track, List.of());
    open.remove(track);
    long[] times = crops.stream().mapToLong(FaceCrop::captureTimeMicros).toArray();
    byte[] frames = new byte[crops.size() * CropContract.FRAME_BYTES];
    for (int i = 0; i < crops.size(); i++) {
      System.arraycopy(
          crops.get(i).rgb(), 0, frames, i * CropContract.FRAME_BYTES, CropContract.FRAME_BYTES);
    }
    return new CropChunk(track, times, frames);
  }
}
