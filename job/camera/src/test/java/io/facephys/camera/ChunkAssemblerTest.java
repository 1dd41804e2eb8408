package io.facephys.camera;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facephys.camera.face.FaceBox;
import io.facephys.schemas.CropContract;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ChunkAssemblerTest {
  private final ChunkAssembler assembler = new ChunkAssembler(3);

  @Test
  void aFullChunkHoldsItsFacesFramesInOrder() {
    assertThat(assembler.add(List.of(crop(1, 0), crop(2, 0)))).isEmpty();
    assertThat(assembler.add(List.of(crop(1, 1), crop(2, 1)))).isEmpty();
    List<CropChunk> chunks = assembler.add(List.of(crop(1, 2), crop(2, 2)));

    assertThat(chunks).extracting(CropChunk::track).containsExactly(1, 2);
    assertThat(chunks.get(1).captureTimesMicros()).containsExactly(0, 1, 2);
    assertThat(chunks.get(1).frames()).hasSize(3 * CropContract.FRAME_BYTES);
    assertThat(chunks.get(1).frames()[0]).isEqualTo((byte) 20);
    assertThat(chunks.get(1).frames()[2 * CropContract.FRAME_BYTES]).isEqualTo((byte) 22);
  }

  @Test
  void aFaceThatLeavesEndsItsChunkAtOnce() {
    assembler.add(List.of(crop(1, 0), crop(2, 0)));
    List<CropChunk> chunks = assembler.add(List.of(crop(2, 1)));

    assertThat(chunks).extracting(CropChunk::track).containsExactly(1);
    assertThat(chunks.get(0).captureTimesMicros()).containsExactly(0);
    assertThat(assembler.flush()).extracting(CropChunk::track).containsExactly(2);
    assertThat(assembler.flush()).isEmpty();
  }

  @Test
  void chunksOfTooManyFramesAreRefused() {
    assertThatThrownBy(() -> new ChunkAssembler(301)).hasMessageContaining("1 to 300");
    assertThatThrownBy(() -> new ChunkAssembler(0)).hasMessageContaining("1 to 300");
  }

  private static FaceCrop crop(int track, long micros) {
    byte[] pixels = new byte[CropContract.FRAME_BYTES];
    Arrays.fill(pixels, (byte) (10L * track + micros));
    return new FaceCrop(track, micros, pixels, new FaceBox(0, 0, 36, 36));
  }
}
